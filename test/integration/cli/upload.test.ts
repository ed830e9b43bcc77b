import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { finished, Porter, recordsOf } from './porter.ts';

describe('porter upload', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
    await writeFile(join(porter.folder, 'a.txt'), 'hello');
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  it('uploads to a receiver of its own, and says where the file lies and how to serve it', async () => {
    const { code, stdout, stderr } = await porter.run(['upload', 'a.txt']);
    assert.equal(code, 0);
    assert.match(stdout, /^a\.txt {2}http:\/\/127\.0\.0\.1:\d+\/f\/[0-9a-f]{32}\/a\.txt\n$/);
    const [, path = ''] = /stored at (.+)/.exec(stderr) ?? [];
    assert.equal(await readFile(path, 'utf8'), 'hello');
    assert.match(stderr, /porter serve/);
  });

  it('prints nothing but links with --quiet', async () => {
    const { stdout, stderr } = await porter.run(['upload', 'a.txt', '--quiet']);
    assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/f\/[0-9a-f]{32}\/a\.txt\n$/);
    assert.equal(stderr, '');
  });

  it('prints an object a line, of each file of a batch, and ends with 1 when one failed', async () => {
    const { code, stdout } = await porter.run(['upload', 'a.txt', 'gone.txt', '--json']);
    assert.equal(code, 1);
    const records = new Map(recordsOf(stdout).map((line) => [line.file, line]));
    const uploaded = records.get('a.txt');
    assert.deepEqual([uploaded?.status, uploaded?.size, uploaded?.attempts], ['uploaded', 5, 1]);
    assert.equal(await readFile(uploaded?.path ?? '', 'utf8'), 'hello');
    assert.equal(records.get('gone.txt')?.problem?.code, 'fileNotFound');
  });

  it('shows what would steer a terminal in a file’s name, and leaves the name as it is in JSON', async () => {
    const name = 'evil\u001b]0;taken\u0007\u202e\u009b\n.txt';
    await writeFile(join(porter.folder, name), 'hello');
    const { stdout, stderr } = await porter.run(['upload', name, `gone\u001b`]);
    assert.match(stdout, /^evil\\u001b\]0;taken\\u0007\\u202e\\u009b\\u000a\.txt {2}http/m);
    assert.match(stderr, /^gone\\u001b does not exist/m);
    assert.doesNotMatch(stdout + stderr, /(?!\n)[\p{Cc}\u202e]/u);
    const json = await porter.run(['upload', name, '--json']);
    assert.deepEqual(
      recordsOf(json.stdout).map(({ file }) => file),
      [name],
    );
    assert.doesNotMatch(json.stdout, /(?!\n)[\p{Cc}\u202e]/u);
  });

  it('says what is wrong with a name that is not UTF-8, and with a ring of links', async () => {
    await mkdir(join(porter.folder, 'odd'));
    await writeFile(Buffer.concat([Buffer.from(join(porter.folder, 'odd/a')), Buffer.of(0xff)]), 'hello');
    await symlink('ring', join(porter.folder, 'odd/ring'));
    await symlink('nowhere', join(porter.folder, 'odd/dangling'));
    const { code, stdout } = await porter.run(['upload', 'odd', '--json']);
    assert.equal(code, 1);
    assert.deepEqual(
      recordsOf(stdout).map(({ file, problem }) => [file, problem?.code]),
      [
        ['odd/a\ufffd', 'fileNameDamaged'],
        ['odd/dangling', 'linkDangling'],
        ['odd/ring', 'linksEndless'],
      ],
    );
  });

  it('names the file that could not be sent, and the server', async () => {
    const server = await listening();
    const origin = originOf(server);
    await promisify(server.close.bind(server))();
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--url', origin, '--retries', '0']);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^a\\.txt: Nothing listens at ${origin.replace('http://', '')}\\.`));
  });

  it('takes folders and globs, each file once', async () => {
    await mkdir(join(porter.folder, 'logs/.git'), { recursive: true });
    await writeFile(join(porter.folder, 'logs/b.log'), 'b');
    await writeFile(join(porter.folder, 'logs/.git/config'), 'not this');
    const { stdout } = await porter.run(['upload', 'logs', '**/*.log', 'logs/b.log', '--json']);
    assert.deepEqual(
      recordsOf(stdout).map(({ file }) => file),
      ['logs/b.log'],
    );
  });

  it('goes to a running porter serve, whose links answer with the same bytes', async () => {
    const { child, url } = await porter.serve();
    const { stdout } = await porter.run(['upload', 'a.txt', '--json']);
    const link = recordsOf(stdout)[0]?.url ?? '';
    assert.ok(link.startsWith(`${url}/f/`), link);
    assert.equal(await (await fetch(link)).text(), 'hello');
    const stopped = finished(child);
    child.kill('SIGINT');
    assert.equal((await stopped).code, 130);
  });

  it('takes destinations from the configuration and secrets from the environment', async () => {
    const server = await listening();
    const destinations = {
      team: { kind: 'raw', url: `${originOf(server)}/up/`, auth: { type: 'bearer', token: '${secret:team}' } },
    };
    // As an editor of Windows may write it.
    const byteOrderMark = '\uFEFF';
    const text = byteOrderMark + JSON.stringify({ destinations, defaultDestination: 'team' });
    await writeFile(join(porter.folder, 'c.json'), text);
    const answered = once(server, 'request') as Promise<[{ url: string; headers: Record<string, string> }]>;
    const { code } = await porter.run(['upload', 'a.txt', '--config', 'c.json'], { PORTER_SECRET_team: 's3cret' });
    const [{ url, headers }] = await answered;
    assert.deepEqual([code, url, headers['authorization']], [0, '/up/a.txt', 'Bearer s3cret']);
    server.close();
  });

  it('takes a secret that is empty for one that is not set', async () => {
    const auth = { type: 'bearer', token: '${secret:team}' };
    const destinations = { team: { kind: 'raw', url: 'http://127.0.0.1:1/', auth } };
    await writeFile(join(porter.folder, 'c.json'), JSON.stringify({ destinations, defaultDestination: 'team' }));
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--config', 'c.json'], { PORTER_SECRET_team: '' });
    assert.equal(code, 2);
    assert.match(stderr, /needs the environment variable PORTER_SECRET_team, which is not set/);
  });

  it('never takes the configuration of the current folder', async () => {
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations: { x: {} } }));
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--to', 'x']);
    assert.equal(code, 2);
    assert.match(stderr, /no destination “x”/);
  });

  it('shows the request of a dry run with its secrets masked, and sends nothing', async () => {
    const server = await listening();
    let requests = 0;
    server.on('request', () => requests++);
    const { code, stdout } = await porter.run([
      ...['upload', 'a.txt', '--dry-run', '--url', `${originOf(server)}/up?token=abc`],
      ...['--header', 'Authorization: Bearer s3cret', '--data', 'folder=logs'],
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /^a\.txt {2}text\/plain, 5 bytes$/m);
    assert.match(stdout, /^POST http:\/\/127\.0\.0\.1:\d+\/up\?token=\*\*\*$/m);
    assert.match(stdout, /^folder = logs$/m);
    assert.doesNotMatch(stdout, /s3cret|abc/);
    assert.equal(requests, 0);
    server.close();
  });

  it('sends what the flags say', async () => {
    const server = await listening();
    const answered = once(server, 'request') as Promise<[{ method: string; headers: Record<string, string> }]>;
    const { code } = await porter.run([
      ...['upload', 'a.txt', '--url', `${originOf(server)}/x`, '--raw', '--method', 'post', '--header', 'X-Key: 1'],
    ]);
    const [{ method, headers }] = await answered;
    assert.deepEqual([code, method, headers['x-key'], headers['content-type']], [0, 'POST', '1', 'text/plain']);
    server.close();
  });

  it('warns of a file that took the place of another at the same address', async () => {
    const server = await listening();
    await writeFile(join(porter.folder, 'b.txt'), 'b');
    const put = ['upload', 'a.txt', 'b.txt', '--concurrency', '1', '--raw', '--url'];
    const { stderr } = await porter.run([...put, `${originOf(server)}/same`]);
    assert.match(stderr, /^ {2}It replaced a\.txt/m);
    const quiet = await porter.run([...put, `${originOf(server)}/same`, '--quiet']);
    assert.match(quiet.stderr, /^b\.txt: It replaced a\.txt.*\n$/);
    assert.doesNotMatch((await porter.run([...put, `${originOf(server)}/`])).stderr, /replaced/);
    server.close();
  });

  it('tells which variable holds a secret that is missing', async () => {
    const auth = { type: 'bearer', token: '${secret:team}' };
    const destinations = { team: { kind: 'raw', url: 'http://127.0.0.1:9/', auth } };
    await writeFile(join(porter.folder, 'c.json'), JSON.stringify({ destinations }));
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--config', 'c.json', '--to', 'team']);
    assert.equal(code, 2);
    assert.match(stderr, /“team” needs the environment variable PORTER_SECRET_team/);
  });
});

async function listening(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(201).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
