import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { bytesOf } from '../upload/given.ts';
import { finished, Porter, recordsOf, type Run } from './porter.ts';

const partSize = 256 * 1024;
const content = bytesOf(5 * partSize + 1234);

describe('porter upload by session', () => {
  let porter: Porter;
  let server: TusServer;
  beforeEach(async () => {
    porter = await Porter.open();
    server = await startTusServer(join(porter.folder, 'server'));
    await writeFile(join(porter.folder, 'a.bin'), content);
    const destinations = { web: { kind: 'tus', url: server.url, partSize } };
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
  });
  afterEach(async () => {
    await porter[Symbol.asyncDispose]();
    await server.close();
  });

  /** script(1) gives it one. */
  const terminal = ['sh', '-c', 'exec script --quiet --return --command "$(printf "\'%s\' " "$@")" /dev/null', 'sh'];

  function upload(...flags: string[]): Promise<Run> {
    return porter.run(['upload', 'a.bin', '--to', 'web', ...flags], { PORTER_CONFIG: 'config.json' });
  }

  it('holds to --limit-rate', async () => {
    const start = performance.now();
    const { code } = await upload('--limit-rate', '1MB');
    assert.equal(code, 0);
    const seconds = (performance.now() - start) / 1000;
    assert.ok(seconds > 1.1, `${content.length} bytes in ${seconds} s`);
  });

  it('refuses a rate or a check that is none', async () => {
    const rate = await upload('--limit-rate', 'fast');
    assert.equal(rate.code, 2);
    assert.match(rate.stderr, /--limit-rate <size>' argument 'fast' is invalid\. It must be a size like/);
    const check = await upload('--verify', 'hope');
    assert.equal(check.code, 2);
    assert.match(check.stderr, /Allowed choices are head, download/);
  });

  it('shows in a terminal why it sends again, and that nothing moves', async () => {
    const script = await startScriptedServer(({ method }, socket) => {
      if (method === 'OPTIONS') return answerOf(204, { 'Tus-Resumable': '1.0.0', 'Tus-Version': '1.0.0' });
      if (method === 'POST') {
        return answerOf(201, { 'Tus-Resumable': '1.0.0', Location: '/files/1', 'Upload-Offset': '0' });
      }
      // The first part is lost; whether anything of it came is never answered.
      if (method === 'PATCH') socket.destroy();
      return undefined;
    });
    const destinations = { web: { kind: 'tus', url: `${script.url}files`, partSize, timeout: 10, retries: 1 } };
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
    const child = porter.startBy(terminal, ['upload', 'a.bin', '--to', 'web'], {
      PORTER_CONFIG: 'config.json',
      TERM: 'xterm',
      COLUMNS: '300',
    });
    const stalled = /nothing moves for (?:[5-9]|\d\d+) s · trying again: The connection/;
    let shown = '';
    for await (const text of child.stdout?.setEncoding('utf8') ?? []) {
      shown += String(text);
      if (stalled.test(shown)) break;
    }
    assert.match(
      shown,
      /0 % · 0 of 1 files · .* of 1\.3 MB · trying again: The connection to 127\.0\.0\.1:\d+ broke off/,
    );
    assert.match(shown, stalled);
    assert.doesNotMatch(shown, /nothing moves for [0-4] s/);
    await script.close();
  });

  it('draws nothing in a terminal that is called dumb', async () => {
    const child = porter.startBy(terminal, ['upload', 'a.bin', '--to', 'web'], {
      PORTER_CONFIG: 'config.json',
      TERM: 'dumb',
    });
    const { code, stdout } = await finished(child);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^a\.bin {2}http\S+\r\n1 uploaded \(1\.3 MB\)\r\n$/);
  });

  it('checks afterwards what --verify says', async () => {
    const script = await startScriptedServer(({ method, target }) =>
      method === 'PUT' ? answerOf(201, { Location: target }) : answerOf(200, {}, 'another file'),
    );
    const destinations = { web: { kind: 'raw', url: script.url } };
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
    assert.equal((await upload('--json')).code, 0);
    for (const how of ['head', 'download']) {
      const run = await upload('--verify', how, '--json');
      assert.equal(run.code, 1);
      assert.equal(recordsOf(run.stdout)[0]?.problem?.code, 'contentDiffers');
    }
    await script.close();
  });

  it('tells the link of a file that could not be checked', async () => {
    const script = await startScriptedServer(({ method, target }) =>
      method === 'PUT' ? answerOf(201, { Location: target }) : answerOf(403),
    );
    const destinations = { web: { kind: 'raw', url: script.url } };
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
    const run = await upload('--verify', 'head', '--json');
    const [record] = recordsOf(run.stdout);
    assert.deepEqual([run.code, record?.status, record?.problem?.code], [1, 'failed', 'notCheckable']);
    assert.ok(record?.url?.startsWith(script.url));
    const { stdout, stderr } = await upload('--verify', 'head');
    assert.equal(stdout, '');
    assert.ok(stderr.includes(`Its link: ${script.url}`), stderr);
    await script.close();
  });

  it('shows what a dry run would create, and creates nothing', async () => {
    const { code, stdout } = await upload('--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`POST ${server.url}`));
    assert.match(stdout, /by PATCH in parts of 256 KiB/);
    assert.deepEqual(server.requests, []);
  });
});
