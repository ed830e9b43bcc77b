import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { RawProfile, Verification } from '../../../src/core/profile/profile.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Program } from '../servers/program.ts';
import { answeringServers } from './answeringServers.ts';
import { bytesOf, destinationOf, freePort, isProblem, isTransferError, plannedBytes, quiet, signal } from './given.ts';

const mebibyte = 1024 * 1024;

function verify(destination: Destination, uploaded: Uploaded | undefined, file: PlannedFile, each = signal) {
  assert.ok(destination.verify && uploaded);
  return destination.verify(uploaded, file, each);
}

describe('a file on nginx that is checked', () => {
  let folder: string;
  let server: Program;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    server = await startNginx(folder, await freePort());
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const stored = () => join(folder, 'files/a.bin');

  /** Uploads the file, lets something happen to it at the server, and checks it. */
  async function check(how: Verification, size: number, happens: () => Promise<void> = () => Promise.resolve()) {
    const destination = destinationOf({ kind: 'raw', url: `http://127.0.0.1:${server.port}/`, verify: how });
    const file = plannedBytes(bytesOf(size), 'a.bin');
    const [uploaded] = await destination.send([file], quiet);
    await happens();
    await verify(destination, uploaded, file);
  }

  for (const how of ['head', 'download'] as const) {
    it(`by ${how} is there`, async () => {
      for (const size of [0, 1, 3 * mebibyte]) await check(how, size);
    });

    it(`by ${how} is another when it lost its end`, async () => {
      await assert.rejects(
        check(how, 1000, () => truncate(stored(), 999)),
        isProblem('contentDiffers', { file: 'a.bin', what: 'it has 999 bytes, not 1000' }),
      );
    });

    it(`by ${how} is another when it grew`, async () => {
      await assert.rejects(
        check(how, 1000, () => appendFile(stored(), 'x')),
        isProblem('contentDiffers', { host: `127.0.0.1:${server.port}` }),
      );
    });

    it(`by ${how} fails when nothing is there`, async () => {
      await assert.rejects(
        check(how, 1000, () => rm(stored())),
        isTransferError('notFoundAtServer', { status: 404 }),
      );
    });
  }

  it('by download is another when one bit is', async () => {
    const bytes = bytesOf(3 * mebibyte);
    bytes[2 * mebibyte] = (bytes[2 * mebibyte] ?? 0) ^ 1;
    await assert.rejects(
      check('download', 3 * mebibyte, () => writeFile(stored(), bytes)),
      isProblem('contentDiffers', { what: 'its bytes are others' }),
    );
  });

  it('is asked for with the credentials that it was put with', async () => {
    const auth = { type: 'basic', username: 'Aladdin', password: 'open sesame' } as const;
    const url = `http://127.0.0.1:${server.port}/locked/`;
    const file = plannedBytes(bytesOf(1000), 'a.bin');
    for (const how of ['head', 'download'] as const) {
      const destination = destinationOf({ kind: 'raw', url, auth, verify: how });
      const [uploaded] = await destination.send([file], quiet);
      await verify(destination, uploaded, file);
    }
  });
});

describe('a link that is checked', () => {
  const file = plannedBytes(bytesOf(1000));
  const serve = answeringServers();

  const destination = (url: string, how: Verification, profile: Partial<RawProfile> = {}) =>
    destinationOf({ kind: 'raw', url, verify: how, ...profile }, { secrets: { key: 'hidden' } });

  const secret: Partial<RawProfile> = {
    auth: { type: 'bearer', token: '${secret:key}' },
    headers: { 'X-Key': '${secret:key}', 'If-None-Match': '*', 'Content-Type': 'text/x-mine' },
  };

  for (const how of ['head', 'download'] as const) {
    it(`by ${how} of the destination’s own gets its headers, but for those about the upload`, async () => {
      const seen: IncomingMessage[] = [];
      const url = await serve((request, response) => {
        seen.push(request);
        response.setHeader('content-length', 1000).end(bytesOf(1000));
      });
      await verify(destination(url, how, secret), { url }, file);
      const [request] = seen;
      assert.ok(request);
      const { method, headers } = request;
      assert.equal(method, how === 'head' ? 'HEAD' : 'GET');
      assert.deepEqual([headers.authorization, headers['x-key']], ['Bearer hidden', 'hidden']);
      assert.ok(!('if-none-match' in headers || 'content-type' in headers));
    });

    it(`by ${how} elsewhere, where the profile names it, gets no secret`, async () => {
      const seen: IncomingMessage[] = [];
      const elsewhere = await serve((request, response) => {
        seen.push(request);
        if (request.url === '/') response.writeHead(302, { location: '/there' }).end();
        else response.setHeader('content-length', 1000).end(bytesOf(1000));
      });
      const named = { ...secret, link: { template: `${elsewhere}\${file}` } };
      await verify(destination('http://127.0.0.1:9/', how, named), { url: elsewhere }, file);
      assert.equal(seen.length, 2);
      for (const { headers } of seen) assert.ok(!JSON.stringify(headers).includes('hidden'));
    });

    it(`by ${how} elsewhere, or that leads there, is not asked for where nobody names that`, async () => {
      let asked = 0;
      const elsewhere = await serve((_, response) => {
        asked++;
        response.end();
      });
      const reason = `its link leads to another server, ${new URL(elsewhere).origin}, which the destination does not name`;
      const refused = isProblem('notCheckable', { file: file.source.path, reason });
      for (const status of [301, 302, 303, 307, 308]) {
        const url = await serve((_, response) => response.writeHead(status, { location: elsewhere }).end());
        await assert.rejects(verify(destination(url, how), { url }, file), refused);
        await assert.rejects(verify(destination(url, how), { url: elsewhere }, file), refused);
      }
      assert.equal(asked, 0);
    });

    it(`by ${how} that leads on within its server is followed`, async () => {
      const url = await serve((request, response) => {
        if (request.url === '/') response.writeHead(302, { location: '/there' }).end();
        else response.setHeader('content-length', 1000).end(bytesOf(1000));
      });
      await verify(destination(url, how), { url }, file);
    });
  }

  it('that the server did not give cannot be', async () => {
    await assert.rejects(
      verify(destination('http://127.0.0.1:9/', 'head'), {}, file),
      isProblem('notCheckable', { reason: 'the server gave no link to it' }),
    );
  });

  it('whose server does not tell a size cannot be, by head', async () => {
    const url = await serve((_, response) => response.flushHeaders());
    await assert.rejects(
      verify(destination(url, 'head'), { url }, file),
      isProblem('notCheckable', { reason: 'the server does not tell its size' }),
    );
  });

  it('whose server compresses cannot be', async () => {
    const url = await serve((_, response) => {
      const body = gzipSync(bytesOf(1000));
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    await assert.rejects(verify(destination(url, 'head'), { url }, file), isProblem('notCheckable'));
    await assert.rejects(
      verify(destination(url, 'download'), { url }, file),
      isTransferError('answerInvalid', {}, { reason: 'it is compressed, though that was not asked for' }),
    );
  });

  it('without an end is not read to it', async () => {
    const closed = Promise.withResolvers<unknown>();
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        do sent += mebibyte;
        while (!response.destroyed && response.write(Buffer.alloc(mebibyte)));
      };
      response.on('drain', more).on('close', closed.resolve);
      more();
    });
    await assert.rejects(
      verify(destination(url, 'download'), { url }, file),
      isProblem('contentDiffers', { what: 'it has more than 1000 bytes' }),
    );
    await closed.promise;
    assert.ok(sent < 64 * mebibyte, `${sent} bytes`);
  });

  it('is left when that is cancelled', async () => {
    const asked = Promise.withResolvers<undefined>();
    const closed = Promise.withResolvers<unknown>();
    const url = await serve((_, response) => {
      response.on('close', closed.resolve).write('x', () => asked.resolve(undefined));
    });
    const controller = new AbortController();
    const checking = verify(destination(url, 'download'), { url }, file, controller.signal);
    await asked.promise;
    controller.abort();
    await assert.rejects(checking, { name: 'AbortError' });
    await closed.promise;
  });
});
