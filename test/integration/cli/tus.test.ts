import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { Porter } from './porter.ts';

describe('porter upload --to a tus server', () => {
  let porter: Porter;
  let server: TusServer;

  beforeEach(async () => {
    porter = await Porter.open();
    server = await startTusServer(join(porter.folder, 'uploads'));
    const profile = {
      kind: 'tus',
      url: server.url,
      partSize: 1000,
      auth: { type: 'bearer', token: '${env:TOKEN}' },
      metadata: { album: 'summer', 'upload-token': 'abc', password: 'hunter2hunter2' },
    };
    await writeFile(join(porter.folder, 'porter.json'), JSON.stringify({ destinations: { tus: profile } }));
    await writeFile(join(porter.folder, 'a.txt'), 'hello '.repeat(1000));
  });
  afterEach(async () => {
    await server.close();
    await porter[Symbol.asyncDispose]();
  });

  const upload = (...args: string[]) =>
    porter.run(['upload', 'a.txt', '--config', 'porter.json', '--to', 'tus', ...args], { TOKEN: 's3cret' });

  it('prints the link of what it sent in parts', async () => {
    const { code, stdout, stderr } = await upload('--verify', 'download');
    assert.equal(code, 0, stderr);
    const [, link = ''] = /^a\.txt {2}(http\S+)\n$/.exec(stdout) ?? [];
    assert.equal(await readFile(server.pathOf(link), 'utf8'), 'hello '.repeat(1000));
    assert.equal(server.requests.filter(({ method }) => method === 'PATCH').length, 6);
    assert.ok(server.requests.every(({ headers }) => headers.authorization === 'Bearer s3cret'));
  });

  it('shows with --dry-run what it would send, and no secret', async () => {
    const { code, stdout } = await upload('--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /POST http:\S+\/files/);
    assert.match(stdout, /upload-length: 6000/);
    assert.match(stdout, /by PATCH in parts of 1 kB/);
    assert.match(stdout, /^album = summer$/m);
    assert.match(stdout, /^upload-token = \*\*\*$/m);
    assert.doesNotMatch(stdout, /s3cret|abc|hunter2/);
    assert.deepEqual(server.requests, []);
  });
});
