import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretMask } from '../../../src/core/maskSecrets.ts';

const masked = (text: string, ...secrets: string[]) => {
  const mask = new SecretMask();
  for (const secret of secrets) mask.add(secret);
  return mask.mask(text);
};

describe('a mask', () => {
  for (const [title, text, result] of [
    ['an Authorization header', 'Authorization: Digest username="a"', 'Authorization: ***'],
    ['a bearer token anywhere', 'sent with Bearer abc.def-123==', 'sent with Bearer ***'],
    ['basic credentials anywhere', 'basic YW5uYTpwdw==', 'basic ***'],
    ['cookies', 'set-cookie: sid=1; Path=/', 'set-cookie: ***'],
    ['credentials in a URL', 'PUT https://anna:pw@h/a', 'PUT https://***@h/a'],
    [
      'the signature of a presigned URL of S3',
      'https://h/a?X-Amz-Expires=60&X-Amz-Credential=AK%2F1&X-Amz-Signature=0f&X-Amz-Security-Token=q',
      'https://h/a?X-Amz-Expires=60&X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Security-Token=***',
    ],
    ['the signature of a SAS URL', 'https://h/a?sv=2020&sig=abc%3D&se=1', 'https://h/a?sv=2020&sig=***&se=1'],
    ['a token in a query', 'http://127.0.0.1:1/?token=abc#x', 'http://127.0.0.1:1/?token=***#x'],
    [
      'passwords in a query, however it calls them',
      'http://h/?pw=a&db_pass=b&UserPwd=c',
      'http://h/?pw=***&db_pass=***&UserPwd=***',
    ],
    ['an API key in a query', '<https://h/?api_key=1&key=2&apikey=3>', '<https://h/?api_key=***&key=***&apikey=***>'],
    [
      'no prose',
      'wants basic authentication or a bearer credential',
      'wants basic authentication or a bearer credential',
    ],
    [
      'nothing else',
      'https://h/a?page=2&monkey=1&bypass=3 is basic stuff',
      'https://h/a?page=2&monkey=1&bypass=3 is basic stuff',
    ],
  ] as const) {
    it(`hides ${title}`, () => assert.equal(masked(text), result));
  }

  it('hides a secret that was used, also encoded', () => {
    const secret = 'p&ss "wörd"';
    const text = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify({ secret }),
    ];
    assert.equal(masked(text.join(' '), secret), '*** *** *** {"secret":"***"}');
  });

  it('hides the longer of two secrets whole', () => assert.equal(masked('abcdef abc', 'abc', 'abcdef'), '*** ***'));
  it('ignores an empty secret', () => assert.equal(masked('abc', ''), 'abc'));

  it('lets no secret through, wherever it stands', () => {
    // Of letters that the mask itself does not have.
    const secret = fc.string({ minLength: 4, unit: fc.constantFrom('a', 'b', '&', '/', '+', '%', '$', '.', '(', 'é') });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        assert.ok(!masked(before + value + after, value).includes(value));
      }),
    );
  });

  it('hides the whole value of a header that holds a secret', () => {
    const mask = new SecretMask();
    mask.add('hunter2');
    for (const name of ['Authorization', 'X-Api-Key', 'x-auth-token', 'Cookie', 'Ocp-Apim-Subscription-Key']) {
      assert.equal(mask.maskHeader(name, 'abc'), '***');
    }
    assert.equal(mask.maskHeader('X-Name', 'a hunter2 b'), 'a *** b');
  });
});
