import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Receiver } from '../../../src/receiver/startReceiver.ts';
import { bearer, Bench, contents, curl, filesOf, problemOf, type CurlAnswer } from './setup.ts';

describe('receiver: who may use it', () => {
  let bench: Bench;
  let receiver: Receiver;
  let path: string;
  beforeEach(async () => {
    bench = await Bench.open();
    receiver = await bench.start();
    path = join(bench.folder, 'file.txt');
    await writeFile(path, 'content');
  });
  afterEach(() => bench.close());

  async function refused(status: number, code: string, ...args: string[]): Promise<CurlAnswer> {
    const answer = await curl(...args);
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(problemOf(answer).code, code);
    assert.equal(problemOf(answer).status, status);
    assert.deepEqual(await contents(bench.store), []);
    return answer;
  }

  /** The page's cookie, as a browser gets and sends it. */
  async function openPage(): Promise<string[]> {
    const answer = await curl(receiver.pageUrl);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), './');
    return ['--header', `Cookie: ${answer.headers.get('set-cookie')?.split(';')[0] ?? ''}`];
  }

  it('refuses uploads without the token and with a wrong one', async () => {
    const form = ['--form', `f=@${path}`, receiver.url];
    const put = ['--upload-file', path, `${receiver.url}/`];
    for (const upload of [form, put]) {
      const answer = await refused(401, 'tokenMissing', ...upload);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="porter"');
      for (const wrong of ['Bearer x', 'Bearer', 'Basic eDp5', `Bearer ${receiver.token ?? ''}x`, 'Bearer  ']) {
        const expected = await refused(401, 'tokenWrong', '--header', `Authorization: ${wrong}`, ...upload);
        assert.match(expected.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
      }
      await refused(401, 'tokenMissing', '--header', `Cookie: porter=${receiver.token ?? ''}`, ...upload);
    }
  });

  it('takes uploads without a token if it was started so', async () => {
    const open = await bench.start({ token: null });
    assert.equal(open.pageUrl, `${open.url}/`);
    const [stored] = filesOf(await curl('--form', `f=@${path}`, open.url));
    assert.equal(stored?.size, 7);
    // Everybody may upload; where the folder lies is nobody's business.
    assert.equal(stored.path, undefined);
    const foreign = ['--header', 'Origin: https://example.org', '--form', `f=@${path}`, open.url];
    assert.equal((await curl(...foreign)).status, 403);
  });

  it('listens on 127.0.0.1 only', async () => {
    // Whoever listens on all addresses is reached by this one too (RFC 6890: 127.0.0.0/8 is this machine).
    const socket = connect(receiver.port, '127.0.0.2');
    await assert.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' });
  });

  it('refuses every request under a foreign name, against DNS rebinding', async () => {
    const names = ['example.org', `example.org:${receiver.port}`, '127.0.0.1.example.org', 'localhost.example.org', ''];
    for (const name of [...names, 'localhost@example.org', '127.0.0.1:1:2', '[::2]', 'localhost.']) {
      const host = name === '' ? 'Host;' : `Host: ${name}`;
      await refused(403, 'hostForeign', '--header', host, receiver.url);
      await refused(403, 'hostForeign', '--header', host, ...bearer(receiver), '--form', `f=@${path}`, receiver.url);
      await refused(403, 'hostForeign', '--header', host, `${receiver.url}/f/${'0'.repeat(32)}`);
    }
  });

  it('refuses pages of a foreign origin, even with the token', async () => {
    const origins = ['https://example.org', 'null', 'file://', `http://localhost:${receiver.port}`, 'http://127.0.0.1'];
    for (const origin of [...origins, `http://127.0.0.1:${receiver.port + 1}`, 'vscode-webview://x', '']) {
      const header = origin === '' ? 'Origin;' : `Origin: ${origin}`;
      const upload = ['--form', `f=@${path}`, receiver.url];
      await refused(403, 'originForeign', '--header', header, ...bearer(receiver), ...upload);
      await refused(403, 'originForeign', '--header', header, receiver.url);
    }
  });

  it('goes by loopback names on any port, and by those that it was told', async () => {
    const upload = [...bearer(receiver), '--form', `f=@${path}`, receiver.url];
    for (const host of ['localhost', 'LOCALHOST:9000', '[::1]:80', '127.0.0.1:9000']) {
      const [stored] = filesOf(
        await curl('--header', `Host: ${host}`, '--header', `Origin: http://${host}`, ...upload),
      );
      assert.ok(stored?.url.startsWith(`http://${host.toLowerCase()}/f/`));
    }
    const forwarded = ['--header', 'Host: Porter.Example.org', '--header', 'Origin: https://porter.example.org'];
    assert.equal((await curl(...forwarded, ...upload)).status, 403);
    receiver.allowAuthority('porter.example.org');
    const [stored] = filesOf(await curl(...forwarded, ...upload));
    assert.ok(stored?.url.startsWith(`${receiver.url}/f/`));
    // A proxy may keep the outer origin and write a Host of its own.
    const rewritten = ['--header', 'Origin: https://porter.example.org', ...upload];
    assert.equal((await curl(...rewritten)).status, 201);
  });

  it('gives the page a cookie for its token, and takes the page’s form with it', async () => {
    const opened = await curl(receiver.pageUrl);
    const cookie = opened.headers.get('set-cookie') ?? '';
    assert.match(cookie, /^porter-[0-9a-f]{8}=[\w-]{43}; HttpOnly; SameSite=Strict$/);
    assert.ok(!cookie.includes(receiver.token ?? ''));
    assert.ok(!opened.body.includes(receiver.token ?? ''));

    const page = [...(await openPage()), '--header', `Origin: ${receiver.url}`, '--header', 'Accept: text/html,*/*'];
    const answer = await curl(...page, '--form', `file=@${path}`, `${receiver.url}/`);
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    const link = /href="(\.\/f\/[0-9a-f]{32}\/file\.txt)"/.exec(answer.body)?.[1] ?? '';
    assert.equal(await (await fetch(new URL(link, `${receiver.url}/`))).text(), 'content');
    assert.ok(!answer.body.includes(bench.store));
  });

  it('refuses the cookie from anywhere but its own page', async () => {
    const upload = [...(await openPage()), '--form', `f=@${path}`, receiver.url];
    await refused(403, 'originForeign', ...upload);
    await refused(403, 'originForeign', '--header', 'Origin: null', ...upload);
    await refused(403, 'originForeign', '--header', 'Origin: https://example.org', ...upload);
  });

  it('does not tell where files lie to who has only the cookie', async () => {
    const page = [...(await openPage()), '--header', `Origin: ${receiver.url}`, '--form', `f=@${path}`, receiver.url];
    const [stored] = filesOf(await curl(...page));
    assert.equal(stored?.name, 'file.txt');
    assert.equal(stored.path, undefined);
  });

  it('refuses the page with a wrong token, and gives the bare form without a cookie to everybody', async () => {
    const wrong = await refused(401, 'tokenWrong', `${receiver.url}/?token=wrong`);
    assert.equal(wrong.headers.get('set-cookie'), undefined);
    const page = await curl(receiver.url);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('set-cookie'), undefined);
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'nonce-.+'; form-action 'self'/,
    );
    assert.match(page.body, /<form method="post" enctype="multipart\/form-data">/);
    assert.match(page.body, /<input type="file" name="file" multiple required>/);
    assert.ok(!page.body.includes('<script'));
  });

  it('shows a refusal to a person as a page, without markup of others', async () => {
    const html = ['--header', 'Accept: text/html', '--header', 'Host: <b>evil</b>'];
    const answer = await curl(...html, receiver.url);
    assert.equal(answer.status, 403);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.ok(!answer.body.includes('<b>'));
    assert.match(answer.body, /does not go by the name/);
  });

  it('gives a file to everybody who has its link, and to nobody without', async () => {
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', `f=@${path}`, receiver.url));
    const url = stored?.url ?? '';
    assert.equal((await curl(url)).body, 'content');
    assert.equal((await curl(url.replace(/\/file\.txt$/, ''))).body, 'content');
    const id = /[0-9a-f]{32}/.exec(url)?.[0] ?? '';
    const others = [
      '/f/',
      `/f/${'0'.repeat(32)}`,
      `/f/${id}/other.txt`,
      `/f/${id.toUpperCase()}`,
      `/f/${id}/file.txt/x`,
    ];
    const escapes = [
      '/f/..%2f..%2fetc%2fpasswd',
      '/f/../.receiver.json',
      '/.receiver.json',
      `/f/${id}/%2e%2e%2f`,
      '/f',
      '/x',
    ];
    for (const other of [...others, ...escapes]) {
      const answer = await curl('--path-as-is', `${receiver.url}${other}`);
      assert.equal(answer.status, 404, other);
      assert.equal(problemOf(answer).code, 'pathUnknown');
    }
  });

  it('writes neither token, nor cookie, nor link to its log', async () => {
    const cookie = await openPage();
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', `f=@${path}`, receiver.url));
    await curl(...cookie, stored?.url ?? '');
    await curl(`${receiver.url}/?token=wrong`);
    assert.deepEqual(bench.log, ['GET / 303', 'POST / 201', 'GET /f/… 200', 'GET / 401']);
  });
});
