import assert from 'node:assert/strict';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bearer, Bench, contents, curl, filesOf, noise, problemOf } from './setup.ts';

describe('receiver: uploads', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

  it('gives back a file of a form byte for byte', async () => {
    const receiver = await bench.start();
    const bytes = noise(3_000_001);
    const answer = await curl(
      ...bearer(receiver),
      '--form',
      `any=@${await bench.file('noise.bin', bytes)}`,
      receiver.url,
    );
    assert.equal(answer.status, 201);
    const [stored] = filesOf(answer);
    assert.equal(stored?.name, 'noise.bin');
    assert.equal(stored.size, bytes.length);
    assert.equal(stored.mediaType, 'application/octet-stream');
    assert.equal(answer.headers.get('location'), stored.url);
    assert.ok(bytes.equals(await readFile(stored.path ?? '')));

    const back = join(bench.folder, 'back');
    const got = await curl('--output', back, '--dump-header', '-', stored.url);
    assert.equal(got.status, 200);
    assert.ok((await readFile(back)).subarray(-bytes.length).equals(bytes));
  });

  it('gives back a file sent by PUT under the name in its address', async () => {
    const receiver = await bench.start();
    const bytes = noise(2_000_000);
    const path = await bench.file('raw.bin', bytes);
    const answer = await curl(...bearer(receiver), '--upload-file', path, `${receiver.url}/`);
    assert.equal(answer.status, 201);
    const [stored] = filesOf(answer);
    assert.equal(stored?.name, 'raw.bin');
    const response = await fetch(stored.url);
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
  });

  it('takes a body in chunks of no told length', async () => {
    const receiver = await bench.start();
    const bytes = noise(300_000);
    const path = await bench.file('chunked.bin', bytes);
    const chunked = ['--header', 'Transfer-Encoding: chunked', '--upload-file', path];
    const [stored] = filesOf(await curl(...bearer(receiver), ...chunked, `${receiver.url}/chunked.bin`));
    assert.ok(bytes.equals(await readFile(stored?.path ?? '')));
  });

  it('stores the many files of one form in their order, and passes its fields over', async () => {
    const receiver = await bench.start();
    const contents = new Map<string, Buffer>();
    const form: string[] = ['--form', 'comment=first'];
    for (let index = 0; index < 40; index++) {
      const bytes = noise(index * 5_000);
      contents.set(`file ${index}.bin`, bytes);
      form.push('--form', `f=@${await bench.file(`file ${index}.bin`, bytes)}`, '--form', `n${index}=${index}`);
    }
    const answer = await curl(...bearer(receiver), ...form, receiver.url);
    const files = filesOf(answer);
    assert.deepEqual(
      files.map(({ name }) => name),
      [...contents.keys()],
    );
    for (const { name, path } of files) assert.ok(contents.get(name)?.equals(await readFile(path ?? '')), name);
    assert.equal(answer.headers.get('location'), undefined);
  });

  it('keeps two files of the same name under ids of their own', async () => {
    const receiver = await bench.start();
    const path = await bench.file('same.txt', 'one');
    const form = ['--form', `f=@${path}`, '--form', `f=@${path};filename=same.txt`];
    const [one, other] = filesOf(await curl(...bearer(receiver), ...form, receiver.url));
    assert.equal(one?.name, 'same.txt');
    assert.equal(other?.name, 'same.txt');
    assert.notEqual(one.url, other.url);
    assert.equal(await readFile(one.path ?? '', 'utf8'), 'one');
    assert.equal(await readFile(other.path ?? '', 'utf8'), 'one');
  });

  it('stores an empty file, by form and by PUT', async () => {
    const receiver = await bench.start();
    const path = await bench.file('empty.txt', '');
    const [form] = filesOf(await curl(...bearer(receiver), '--form', `f=@${path}`, receiver.url));
    const [raw] = filesOf(await curl(...bearer(receiver), '--upload-file', path, `${receiver.url}/`));
    for (const stored of [form, raw]) {
      assert.equal(stored?.size, 0);
      assert.equal((await stat(stored.path ?? '')).size, 0);
      const response = await fetch(stored.url);
      assert.equal(response.headers.get('content-length'), '0');
      assert.equal(await response.text(), '');
    }
  });

  it('keeps every name inside the folder', async () => {
    const receiver = await bench.start();
    const path = await bench.file('x', 'content');
    const names = [
      '../../escaped',
      '..\\..\\escaped',
      '/etc/escaped',
      'C:\\escaped',
      '%2e%2e%2fescaped',
      'a/../../escaped',
      '..',
      '.',
      'CON',
      'nul.txt',
      'dots...',
      `${'long'.repeat(100)}.txt`,
      'r\u202Etxt.exe',
    ];
    for (const name of names) {
      const form = `f=@${path};filename="${name.replaceAll('\\', '\\\\')}"`;
      const [byForm] = filesOf(await curl(...bearer(receiver), '--form', form, receiver.url));
      const address = `${receiver.url}/${encodeURIComponent(name)}`;
      const [byPut] = filesOf(await curl(...bearer(receiver), '--path-as-is', '--upload-file', path, address));
      for (const stored of [byForm, byPut]) {
        assert.match(stored?.path ?? '', /\/store\/[0-9a-f]{32}\/[^/]+$/, name);
        assert.equal(await readFile(stored?.path ?? '', 'utf8'), 'content');
        assert.equal(await (await fetch(stored?.url ?? '')).text(), 'content');
      }
    }
    assert.deepEqual(
      (await contents(bench.folder)).filter((entry) => entry.includes('escaped') && !entry.startsWith('store/')),
      [],
    );
  });

  it('keeps quotes and emoji of a name, and drops line breaks', async () => {
    const receiver = await bench.start();
    const form = new FormData();
    form.append('f', new File(['x'], 'a"b🧾\r\nX-Evil: 1.txt'));
    const headers = { authorization: `Bearer ${receiver.token ?? ''}` };
    const response = await fetch(receiver.url, { method: 'POST', body: form, headers });
    const { files } = (await response.json()) as { files: { name: string; url: string }[] };
    assert.equal(files[0]?.name, 'a"b🧾X-Evil_ 1.txt');
    const got = await fetch(files[0].url);
    assert.match(
      got.headers.get('content-disposition') ?? '',
      /^attachment; filename=".*"; filename\*=UTF-8''a%22b%F0%9F%A7%BE/,
    );
    assert.equal(got.headers.get('x-evil'), null);
  });

  it('tells the type by the bytes, not by what the client says', async () => {
    const receiver = await bench.start();
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
    const form = `f=@${await bench.file('picture.txt', png)};type=text/plain`;
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', form, receiver.url));
    assert.equal(stored?.mediaType, 'image/png');
    assert.equal((await fetch(stored.url)).headers.get('content-type'), 'image/png');
  });

  it('says that a port is taken, and that a folder is none', async () => {
    const { port } = await bench.start();
    await assert.rejects(bench.start({ port }), { code: 'portInUse', details: { port } });
    const path = await bench.file('file', '');
    await assert.rejects(bench.start({ folder: path }), {
      code: 'folderUnusable',
      message: `The folder ${path} cannot be used (file already exists). Choose another.`,
    });
    await assert.rejects(bench.start({ folder: '/proc/self' }), { code: 'folderUnusable' });
    await mkdir(join(bench.folder, 'other'));
    assert.equal((await bench.start({ folder: join(bench.folder, 'other'), port: 0 })).port > 0, true);
  });

  it('refuses by allow-list what the name or the bytes say, whatever the other says', async () => {
    const receiver = await bench.start({ allow: ['image/*', '.txt'] });
    const gif = Buffer.from('GIF89a/*\x01\x00\x01\x00\x80*/=1;alert(1)', 'latin1');
    const program = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(200)]);
    for (const [name, content] of [
      ['gif.js', gif],
      ['program.png', program],
      ['program', program],
      ['notes.pdf', 'text'],
      ['none.png', 'text'],
    ] as const) {
      const answer = await curl(...bearer(receiver), '--form', `f=@${await bench.file(name, content)}`, receiver.url);
      assert.equal(answer.status, 415, name);
      assert.equal(problemOf(answer).code, 'typeNotAllowed');
    }
    assert.deepEqual(await contents(bench.store), []);
    const kept = [await bench.file('picture.gif', gif), await bench.file('notes.txt', 'text')];
    for (const path of kept) {
      assert.equal((await curl(...bearer(receiver), '--form', `f=@${path}`, receiver.url)).status, 201, path);
    }
  });

  it('stores no file of a form of which one is refused', async () => {
    const receiver = await bench.start({ maxSize: 1000 });
    const [small, large] = [await bench.file('small', noise(1000)), await bench.file('large', noise(1001))];
    const form = ['--form', `f=@${small}`, '--form', `f=@${large}`, '--form', `f=@${small}`];
    const answer = await curl(...bearer(receiver), ...form, receiver.url);
    assert.equal(answer.status, 413);
    assert.deepEqual(problemOf(answer), {
      type: 'about:blank',
      title: 'Payload Too Large',
      status: 413,
      detail: 'large is above the limit of 1 kB. Send a smaller file, or start the receiver with a larger one.',
      code: 'receivedTooLarge',
    });
    assert.deepEqual(await contents(bench.store), []);
  });

  it('takes forty uploads at once', async () => {
    const receiver = await bench.start();
    const headers = { authorization: `Bearer ${receiver.token ?? ''}` };
    const bodies = Array.from({ length: 40 }, () => noise(200_000));
    const urls = await Promise.all(
      bodies.map(async (body, index) => {
        const response = await fetch(`${receiver.url}/${index}.bin`, {
          method: 'PUT',
          body: new Uint8Array(body),
          headers,
        });
        return response.headers.get('location') ?? '';
      }),
    );
    for (const [index, url] of urls.entries()) {
      assert.ok(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bodies[index] ?? Buffer.alloc(0)));
    }
  });
});
