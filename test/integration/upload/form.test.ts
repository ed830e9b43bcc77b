import assert from 'node:assert/strict';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { FormProfile } from '../../../src/core/profile/profile.ts';
import type { Program } from '../servers/program.ts';
import { startAiohttp, startHttpbin } from '../servers/python.ts';
import { bytesOf, destinationOf, plannedBytes, quiet, sha256Of } from './given.ts';

interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly disposition: string;
  readonly type: string | null;
  readonly text?: string;
  readonly size?: number;
  readonly sha256?: string;
}

interface Told {
  readonly parts: readonly Part[];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const mebibyte = 1024 * 1024;

describe('a form sent to aiohttp', () => {
  let server: Program;
  before(async () => {
    server = await startAiohttp();
  });
  after(() => server.stop());

  /** Sends it; what the server read comes back as the link, out of its whole answer. */
  async function send(files: readonly PlannedFile[], profile: Partial<FormProfile> = {}, services = {}): Promise<Told> {
    const link = { header: 'x-told' };
    const url = `http://127.0.0.1:${server.port}/form`;
    const destination = destinationOf({ kind: 'form', url, link, ...profile }, services);
    const [answer] = await destination.send(files, quiet);
    assert.ok(answer?.url);
    return JSON.parse(decodeURIComponent(new URL(answer.url).hash.slice(1))) as Told;
  }

  for (const size of [0, 1, 512 * 1024, 512 * 1024 + 1, 5 * mebibyte + 3]) {
    it(`arrives whole with ${size} bytes`, async () => {
      const bytes = bytesOf(size);
      const { parts, headers } = await send([plannedBytes(bytes, 'a.bin')]);
      const [{ disposition, ...part } = {}] = parts;
      assert.equal(parts.length, 1);
      assert.equal(disposition, 'form-data; name="file"; filename="a.bin"');
      assert.deepEqual(part, {
        name: 'file',
        filename: 'a.bin',
        type: 'application/octet-stream',
        size,
        sha256: sha256Of(bytes),
      });
      assert.ok(Number(headers['content-length']) > size && headers['transfer-encoding'] === undefined);
    });
  }

  const names: Record<string, string> = {
    'a "quoted" name.txt': 'a %22quoted%22 name.txt',
    'ends with CR\rLF\nX-Injected: yes.txt': 'ends with CR%0DLF%0AX-Injected: yes.txt',
    'Grüße 😀 日本語.png': 'Grüße 😀 日本語.png',
    'semi;colon=equals, comma.txt': 'semi;colon=equals, comma.txt',
    "it's 100%.txt": "it's 100%.txt",
  };
  for (const [name, arriving] of Object.entries(names)) {
    it(`names a file ${JSON.stringify(name)} as browsers do`, async () => {
      for (const size of [10, mebibyte]) {
        const { parts } = await send([plannedBytes(bytesOf(size), name, 'text/plain')]);
        assert.equal(parts[0]?.disposition, `form-data; name="file"; filename="${arriving}"`);
        assert.deepEqual([parts.length, parts[0].type, parts[0].size], [1, 'text/plain', size]);
      }
    });
  }

  it('names the field of a file as browsers do', async () => {
    const { parts } = await send([plannedBytes('x', 'a.txt')], { field: 'a"; x="b' });
    assert.equal(parts[0]?.disposition, 'form-data; name="a%22; x=%22b"; filename="a.txt"');
  });

  it('has a boundary that nobody can foresee', async () => {
    const boundaries = new Set<string>();
    for (let times = 0; times < 20; times++) {
      const { headers } = await send([plannedBytes('x')]);
      const [, random = ''] =
        /^multipart\/form-data; boundary=-*([\da-f]{24,})$/.exec(headers['content-type'] ?? '') ?? [];
      boundaries.add(random);
    }
    assert.equal(boundaries.size, 20);
    assert.ok(!boundaries.has(''));
  });

  it('takes several files in one request, after the extra fields', async () => {
    const files = [plannedBytes(bytesOf(mebibyte), 'one'), plannedBytes('', 'none'), plannedBytes('three', 'three')];
    const { parts } = await send(files, {
      field: 'files[]',
      fields: { album: 'Ünïcode', 'a"b': '' },
      filesPerRequest: 3,
    });
    assert.deepEqual(
      parts.map(({ name, filename, text, size, sha256 }) => [name, filename, text ?? `${size} ${sha256}`]),
      [
        ['album', null, 'Ünïcode'],
        ['a%22b', null, ''],
        ['files[]', 'one', `${mebibyte} ${sha256Of(bytesOf(mebibyte))}`],
        ['files[]', 'none', `0 ${sha256Of('')}`],
        ['files[]', 'three', `5 ${sha256Of('three')}`],
      ],
    );
  });

  it('fills the placeholders of URL, headers and fields', async () => {
    const { parts, path, headers } = await send(
      [plannedBytes('hello', 'a b.txt')],
      {
        url: `http://127.0.0.1:${server.port}/form?name=\${name}&k=\${secret:key}`,
        headers: { 'X-Sum': '${sha256}', 'X-Ext': '${ext}' },
        fields: { key: '${secret:key}', who: '${env:WHO}' },
      },
      { secrets: { key: 's&cret' }, env: { WHO: 'me' } },
    );
    assert.equal(path, '/form?name=a%20b&k=s%26cret');
    assert.deepEqual([headers['x-sum'], headers['x-ext']], [sha256Of('hello'), 'txt']);
    assert.deepEqual([parts[0]?.text, parts[1]?.text], ['s&cret', 'me']);
  });

  const credentials: [auth: FormProfile['auth'], header: string, value: string][] = [
    [
      { type: 'basic', username: 'Aladdin', password: '${secret:word}' },
      'authorization',
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    ],
    [{ type: 'bearer', token: '${secret:word}' }, 'authorization', 'Bearer open sesame'],
    [{ type: 'header', name: 'X-Api-Key', value: 'key ${secret:word}' }, 'x-api-key', 'key open sesame'],
  ];
  for (const [auth, header, value] of credentials) {
    it(`sends ${auth?.type} credentials`, async () => {
      const services = { secrets: { word: 'open sesame' } };
      const { headers } = await send([plannedBytes('x')], auth ? { auth } : {}, services);
      assert.equal(headers[header], value);
    });
  }

  it('counts the bytes of the files, up to their sum', async () => {
    const counts: number[] = [];
    const files = [plannedBytes(bytesOf(2 * mebibyte), 'a'), plannedBytes(bytesOf(mebibyte), 'b')];
    const url = `http://127.0.0.1:${server.port}/form`;
    const destination = destinationOf({ kind: 'form', url, filesPerRequest: 2 });
    await destination.send(files, { ...quiet, onBytes: (bytes) => counts.push(bytes) });
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.equal(counts.at(-1), 3 * mebibyte);
  });
});

describe('a form sent to httpbin', () => {
  let server: Program;
  before(async () => {
    server = await startHttpbin();
  });
  after(() => server.stop());

  it('arrives, and its link is found by the rule', async () => {
    const url = `http://127.0.0.1:${server.port}/anything/\${name}`;
    const destination = destinationOf({ kind: 'form', url, link: { json: 'url' } });
    assert.deepEqual(await destination.send([plannedBytes('hi', 'a b.txt')], quiet), [
      { url: `http://127.0.0.1:${server.port}/anything/a%20b` },
    ]);
  });

  it('is told to have no link when the rule finds none', async () => {
    const url = `http://127.0.0.1:${server.port}/anything`;
    const destination = destinationOf({ kind: 'form', url, link: { json: 'nowhere' } });
    const [answer] = await destination.send([plannedBytes('hi')], quiet);
    assert.equal(answer?.url, undefined);
    assert.match(answer?.warnings?.[0] ?? '', /no link was found in the answer of “test”/);
  });

  it('arrives as a file under its field', async () => {
    const url = `http://127.0.0.1:${server.port}/anything`;
    const destination = destinationOf({
      kind: 'form',
      url,
      field: 'upload',
      fields: { a: '1' },
      link: { json: 'files.upload' },
    });
    const [answer] = await destination.send([plannedBytes('https://example.test/what-httpbin-read')], quiet);
    assert.equal(answer?.url, 'https://example.test/what-httpbin-read');
  });
});
