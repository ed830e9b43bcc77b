import assert from 'node:assert/strict';
import { presignedUrl, signRequest } from '../../../../../src/node/destinations/s3/requestSigner.ts';

// The examples of AWS's own documentation.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const date = new Date('2013-05-24T00:00:00Z');
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const bucket = 'https://examplebucket.s3.amazonaws.com';

async function signatureOf(path: string, query: Record<string, string>, headers: Record<string, string> = {}) {
  const request = {
    method: 'GET',
    url: new URL(path, bucket),
    query,
    headers: { ...headers, 'x-amz-content-sha256': empty },
  };
  const signed = await signRequest(request, keys, 'us-east-1', date);
  return { signed, signature: /Signature=([0-9a-f]+)$/.exec(signed.headers['authorization'] ?? '')?.[1] };
}

describe('A signed request', () => {
  it('is the one of AWS’s example of GET Object', async () => {
    const { signature } = await signatureOf('/test.txt', {}, { range: 'bytes=0-9' });
    assert.equal(signature, 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('is the one of AWS’s example of a query without a value', async () => {
    const { signature, signed } = await signatureOf('/', { lifecycle: '' });
    assert.equal(signature, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543');
    assert.equal(signed.url.href, `${bucket}/?lifecycle=`);
  });

  it('is the one of AWS’s example of a list of objects', async () => {
    const { signature } = await signatureOf('/', { 'max-keys': '2', prefix: 'J' });
    assert.equal(signature, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  it('holds the token of temporary keys', async () => {
    const request = { method: 'GET', url: new URL(bucket), query: {}, headers: {} };
    const signed = await signRequest(request, { ...keys, sessionToken: 't' }, 'us-east-1', date);
    assert.equal(signed.headers['x-amz-security-token'], 't');
    assert.match(signed.headers['authorization'] ?? '', /SignedHeaders=host;x-amz-date;x-amz-security-token,/);
  });

  it('leaves Host to the connection', async () => {
    const { signed } = await signatureOf('/test.txt', {});
    assert.deepEqual(Object.keys(signed.headers).toSorted(), ['authorization', 'x-amz-content-sha256', 'x-amz-date']);
  });
});

describe('A presigned link', () => {
  it('is the one of AWS’s example', async () => {
    const url = await presignedUrl(new URL('/test.txt', bucket), keys, 'us-east-1', { date, seconds: 86_400 });
    assert.equal(
      url.searchParams.get('X-Amz-Signature'),
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
    assert.equal(url.searchParams.get('X-Amz-Expires'), '86400');
    assert.equal(url.pathname, '/test.txt');
  });
});
