import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Destination } from '../../../src/core/ports.ts';
import { createDestination } from '../../../src/node/destinations/createDestination.ts';
import { digests } from '../../../src/node/files/digest.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { isProblem, isTransferError, signal } from './given.ts';
import { awsSurroundings, etag, file } from './awsSurroundings.ts';

describe('The credentials of an s3 destination', () => {
  const aws = awsSurroundings();
  const { serveS3, destination, put, used, write, inAnHour } = aws;

  describe('that last for a while only', () => {
    /** A process that gives the next keys each time. */
    async function keysByTurns(expires: string): Promise<Destination> {
      const count = await write('count', '0');
      const script = await write(
        'keys.mjs',
        `import { readFileSync, writeFileSync } from 'node:fs';
        const turn = Number(readFileSync('${count}', 'utf8')) + 1;
        writeFileSync('${count}', String(turn));
        const keys = { AccessKeyId: 'TURN' + turn, SecretAccessKey: 's', SessionToken: 't' + turn };
        console.log(JSON.stringify({ Version: 1, ...keys, Expiration: '${expires}' }));`,
      );
      await write('.aws/config', `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n`);
      return destination({ credentials: { profile: 'tool' } });
    }
    const expired = answerOf(400, {}, '<Error><Code>ExpiredToken</Code><Message>x</Message></Error>');

    it('are renewed before they expire', async () => {
      const to = await keysByTurns(new Date(Date.now() + 60_000).toISOString());
      await put(to);
      assert.deepEqual(used(), [['TURN2', 't2']]);
    });

    it('are not renewed for each request when there are none that last longer', async () => {
      const to = await keysByTurns(new Date(Date.now() + 60_000).toISOString());
      await Promise.all([put(to), put(to), put(to)]);
      await put(to);
      assert.equal(await readFile(join(aws.folder, 'count'), 'utf8'), '2');
    });

    it('are renewed once when the server says that they have expired', async () => {
      const answers = [expired];
      await serveS3(() => answers.shift() ?? answerOf(200, { etag }));
      await put(await keysByTurns(inAnHour()));
      assert.deepEqual(used(), [
        ['TURN1', 't1'],
        ['TURN2', 't2'],
      ]);
    });

    it('are not renewed again and again', async () => {
      await serveS3(() => expired);
      await assert.rejects(put(await keysByTurns(inAnHour())), isTransferError('credentialsRefused', { status: 400 }));
      assert.equal(aws.requests.length, 2);
    });

    /** What is told of the link to a file that is put. */
    async function linkFor(to: Destination) {
      const [{ url = '', warnings } = {}] = await put(to);
      return { seconds: Number(new URL(url).searchParams.get('X-Amz-Expires')), warnings };
    }

    it('end the link with them, which is said', async () => {
      const { seconds, warnings } = await linkFor(await keysByTurns(inAnHour()));
      assert.ok(seconds > 3500 && seconds <= 3600, `${seconds} s`);
      assert.match(
        warnings?.join() ?? '',
        /^The link works for 60 min, not for 24 h, as the credentials of “test” expire/,
      );
    });

    it('leave a link alone that ends before them', async () => {
      await keysByTurns(inAnHour());
      const to = destination({ credentials: { profile: 'tool' }, link: { presigned: 0.5 } });
      assert.deepEqual(await linkFor(to), { seconds: 1800, warnings: undefined });
    });

    it('may end the link where nobody tells when they end, which is said', async () => {
      const temporary = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
      Object.assign(process.env, temporary);
      const { seconds, warnings } = await linkFor(destination());
      assert.equal(seconds, 24 * 3600);
      assert.match(
        warnings?.join() ?? '',
        /^The link works for 24 h at most: it expires with the credentials of “test”/,
      );
    });

    it('are renewed by one of several requests that need it', async () => {
      await serveS3(({ headers }) => (headers['x-amz-security-token'] === 't1' ? expired : answerOf(200, { etag })));
      const to = await keysByTurns(inAnHour());
      await Promise.all([put(to), put(to), put(to)]);
      assert.equal(await readFile(join(aws.folder, 'count'), 'utf8'), '2');
    });
  });

  describe('that stand in the profile', () => {
    it('are asked for once, for the service’s origin, and never shown', async () => {
      const asked: [string, string][] = [];
      const secrets = {
        get: (name: string, origin: string) => {
          asked.push([name, origin]);
          return Promise.resolve(`value of ${name}`);
        },
      };
      const credentials = {
        accessKeyId: '${env:ID}',
        secretAccessKey: '${secret:key}',
        sessionToken: '${secret:token}',
      };
      const services = { secrets, env: { ID: 'AKIA' }, mask: aws.mask, digests };
      const to = createDestination(
        'test',
        { kind: 's3', endpoint: aws.endpoint, bucket: 'photos', credentials },
        services,
      );
      await Promise.all([put(to), put(to)]);
      const origin = new URL(aws.endpoint).origin;
      assert.deepEqual(asked, [
        ['key', origin],
        ['token', origin],
      ]);
      assert.deepEqual(used(), [
        ['AKIA', 'value of token'],
        ['AKIA', 'value of token'],
      ]);
      assert.equal(aws.mask.mask('value of key, value of token'), '***, ***');
    });

    it('are asked for again when they were missing', async () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: '${secret:key}' };
      const given: Record<string, string> = {};
      const services = {
        secrets: { get: (name: string) => Promise.resolve(given[name]) },
        env: {},
        mask: aws.mask,
        digests,
      };
      const to = createDestination(
        'test',
        { kind: 's3', endpoint: aws.endpoint, bucket: 'photos', credentials },
        services,
      );
      await assert.rejects(put(to), isProblem('secretMissing', { name: 'key' }));
      given['key'] = 'k';
      await put(to);
    });

    it('are not needed to show what would be sent', async () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: '${secret:key}' };
      const to = destination({ credentials, metadata: { album: 'a' }, partSize: 3 });
      const { method, url, headers, body } = await to.preview([file], signal);
      assert.equal(`${method} ${url}`, `POST ${aws.endpoint}photos/file.bin?uploads=`);
      assert.ok(headers.some(([name, value]) => name === 'authorization' && value === '***'));
      assert.ok(headers.some(([name, value]) => name === 'x-amz-meta-album' && value === 'a'));
      assert.match(body.join(), /file\.bin \(application\/octet-stream, 5 bytes\), by PUT in parts of 3 bytes/);
      const large = { ...file, source: { ...file.source, size: 45_000 } };
      const ofLarge = (await to.preview([large], signal)).body;
      assert.match(ofLarge.join(), /, by PUT in parts of 5 bytes$/, 'there may be 10,000 of them');
      const [whole] = [await destination({ credentials }).preview([file], signal)];
      assert.equal(`${whole.method} ${whole.url}`, `PUT ${aws.endpoint}photos/file.bin`);
    });
  });

  it('are never shown, wherever they come from', async () => {
    const secrets = ['the secret access key', 'the session token'];
    const [key, token] = secrets;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: key, AWS_SESSION_TOKEN: token });
    await put();
    assert.equal(aws.mask.mask(secrets.join()), '***,***');
  });

  it('are not in a log that a presigned link gets into', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'token' });
    const [uploaded] = await put();
    const logged = aws.mask.mask(`uploaded to ${uploaded?.url ?? ''}`);
    assert.match(logged, /X-Amz-Credential=\*\*\*/);
    assert.match(logged, /X-Amz-Signature=\*\*\*/);
    assert.match(logged, /X-Amz-Security-Token=\*\*\*/);
  });
});
