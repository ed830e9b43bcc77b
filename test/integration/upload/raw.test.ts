import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Selected } from '../../../src/core/model.ts';
import { makePlan } from '../../../src/core/plan.ts';
import type { RawProfile } from '../../../src/core/profile/profile.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { selfSigned } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Program } from '../servers/program.ts';
import { startAiohttp } from '../servers/python.ts';
import {
  bytesOf,
  destinationOf,
  freePort,
  isTransferError,
  planned,
  plannedBytes,
  quiet,
  sha256Of,
  signal,
} from './given.ts';

const mebibyte = 1024 * 1024;

describe('a file put on nginx', () => {
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

  const put = (path: string, bytes: Uint8Array, profile: Partial<RawProfile> = {}, name = 'a.bin') => {
    const destination = destinationOf({ kind: 'raw', url: `http://127.0.0.1:${server.port}${path}`, ...profile });
    return destination.send([plannedBytes(bytes, name)], quiet);
  };

  for (const size of [0, 1, 512 * 1024, 512 * 1024 + 1, 20 * mebibyte + 3]) {
    it(`is there with its ${size} bytes, and its link is its URL`, async () => {
      const bytes = bytesOf(size);
      const [answer] = await put('/sub/', bytes);
      assert.equal(answer?.url, `http://127.0.0.1:${server.port}/sub/a.bin`);
      assert.deepEqual(await readFile(join(folder, 'files/sub/a.bin')), bytes);
    });
  }

  for (const [what, path, link, warned] of [
    ['is said to have replaced another at its address, whatever its link', '/sub/same', '/sub/${file}', true],
    ['is not said to have replaced another that has the same link', '/sub/', '/sub/', false],
  ] as const) {
    it(what, async () => {
      const origin = `http://127.0.0.1:${server.port}`;
      const destination = destinationOf({
        kind: 'raw',
        url: `${origin}${path}`,
        link: { template: `${origin}${link}` },
      });
      await destination.send([plannedBytes(bytesOf(1), 'one.bin')], quiet);
      const [{ warnings } = {}] = await destination.send([plannedBytes(bytesOf(1), 'two.bin')], quiet);
      assert.equal(warnings?.some((warning) => warning.startsWith('It replaced one.bin')) ?? false, warned);
    });
  }

  it('is served back from its link, whatever its name', async () => {
    for (const name of ['Grüße 😀.txt', 'a "b" #1?.txt', '100%25.txt', "it's;a=b&c.txt"]) {
      const [answer] = await put('/names/', Buffer.from(name), {}, name);
      assert.equal(await readFile(join(folder, 'files/names', name), 'utf8'), name);
      assert.equal(await (await fetch(answer?.url ?? '')).text(), name);
    }
  });

  it('goes by another name where one of its batch has its name, also when a template puts it there', async () => {
    const url = `http://127.0.0.1:${server.port}/apart/\${name}.\${ext}`;
    const destination = destinationOf({ kind: 'raw', url, link: { template: 'https://cdn.example.com/${file}' } });
    const selection: readonly Selected[] = ['café.bin'.normalize('NFC'), 'café.bin'.normalize('NFD')].map(
      (name, at) => {
        const source = memorySource({ id: `test:${at}`, name, path: `${at}/${name}` }, bytesOf(at));
        return { kind: 'source', source };
      },
    );
    const { files } = await makePlan(selection, destination, sniffer, signal);
    const links: (string | undefined)[] = [];
    for (const file of files) links.push((await destination.send([file], quiet))[0]?.url);
    assert.deepEqual((await readdir(join(folder, 'files/apart'))).toSorted(), ['café (2).bin', 'café.bin']);
    assert.match(links[1] ?? '', /caf%C3%A9%20\(2\)\.bin$/);
  });

  it('is put at the URL that the template gives', async () => {
    const destination = destinationOf({ kind: 'raw', url: `http://127.0.0.1:${server.port}/t/\${sha256}.\${ext}` });
    await destination.send([plannedBytes('hello', 'x.txt')], quiet);
    assert.equal(await readFile(join(folder, `files/t/${sha256Of('hello')}.txt`), 'utf8'), 'hello');
  });

  it('is taken with the right credentials only', async () => {
    const auth = { type: 'basic', username: 'Aladdin', password: 'open sesame' } as const;
    await put('/locked/', bytesOf(10), { auth });
    await assert.rejects(
      put('/locked/', bytesOf(10), { auth: { ...auth, password: 'wrong' } }),
      isTransferError('unauthorized', { status: 401, sent: 'something' }),
    );
  });

  it('is not there after a cancel in the middle', async () => {
    const controller = new AbortController();
    const destination = destinationOf({ kind: 'raw', url: `http://127.0.0.1:${server.port}/cancelled/` });
    const file = plannedBytes(bytesOf(20 * mebibyte), 'file');
    const sending = destination.send([file], { signal: controller.signal, onBytes: () => controller.abort() });
    await assert.rejects(sending, { name: 'AbortError' });
    await assert.rejects(readFile(join(folder, 'files/cancelled/file')), { code: 'ENOENT' });
  });
});

describe('a file put on nginx over TLS', () => {
  it('is refused to a certificate that nobody trusts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const server = await startNginx(folder, await freePort(), selfSigned(folder));
    try {
      const destination = destinationOf({ kind: 'raw', url: `https://127.0.0.1:${server.port}/` });
      await assert.rejects(
        destination.send([plannedBytes('secret')], quiet),
        isTransferError(
          'certificateUntrusted',
          { sent: 'nothing', networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
          { host: `127.0.0.1:${server.port}`, reason: 'self-signed certificate' },
        ),
      );
    } finally {
      await server.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe('a file posted to aiohttp', () => {
  let folder: string;
  let server: Program;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    server = await startAiohttp();
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function told(profile: Partial<RawProfile>, bytes: Uint8Array, mediaType: string): Promise<string> {
    const url = `http://127.0.0.1:${server.port}/raw`;
    const destination = destinationOf({ kind: 'raw', method: 'POST', url, link: { header: 'x-told' }, ...profile });
    const [answer] = await destination.send([plannedBytes(bytes, 'a', mediaType)], quiet);
    return decodeURIComponent(new URL(answer?.url ?? '').hash);
  }

  it('is the body, under its media type and length', async () => {
    const bytes = bytesOf(mebibyte + 1);
    const answer = await told({}, bytes, 'image/png');
    assert.match(answer, new RegExp(`"sha256": "${sha256Of(bytes)}"`));
    assert.match(answer, /"content-type": "image\/png"/);
    assert.match(answer, /"content-length": "1048577"/);
  });

  it('is sent as the type that the profile says', async () => {
    const headers = { 'Content-Type': 'application/x-mine' };
    assert.match(await told({ headers }, bytesOf(1), 'image/png'), /"content-type": "application\/x-mine"/);
  });

  it('of 0 bytes has the length 0', async () => {
    assert.match(await told({}, Buffer.alloc(0), 'text/plain'), /"content-length": "0"/);
  });

  it('that shrank after the plan fails, and nothing of it is kept', async () => {
    const path = join(folder, 'file');
    await writeFile(path, bytesOf(3 * mebibyte));
    const source = await fileSource(path, 'file', signal);
    await truncate(path, mebibyte);
    const destination = destinationOf({ kind: 'raw', method: 'POST', url: `http://127.0.0.1:${server.port}/raw` });
    await assert.rejects(destination.send([planned(source)], quiet), { name: 'Problem', code: 'fileChanged' });
  });
});
