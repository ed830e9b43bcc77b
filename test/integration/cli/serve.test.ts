import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onFullDisk } from '../sessions/fullDisk.ts';
import { finished, Porter, withFiles } from './porter.ts';

describe('porter serve', () => {
  for (const [what, args, expected] of [
    ['a token beside --no-token', ['--token', 'x', '--no-token'], /cannot be used with/],
    ['a token after --no-token', ['--no-token', '--token', 'x'], /cannot be used with/],
    ['an empty token, which everybody knows', ['--token', ''], /not empty/],
    ['a token that no header can hold', ['--token', 'two words'], /without blanks/],
    ['a port that is none', ['--port', '70000'], /port from 0 to 65535/],
    ['a type that is none', ['--allow', 'png'], /--allow in the command line is not right/],
  ] as const) {
    it(`refuses ${what} with 2`, async () => {
      await using porter = await Porter.open();
      const { code, stdout, stderr } = await porter.run(['serve', ...args]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }

  it('goes on where its folder is on a full disk, and says so of what does not fit', async () => {
    await using porter = await Porter.open();
    const folder = join(porter.folder, 'full');
    await mkdir(folder);
    const given = join(porter.folder, 'given.bin');
    await writeFile(given, 'given');
    const data = { XDG_DATA_HOME: folder };
    const wrapper = onFullDisk(folder, []);
    const run = await finished(porter.startBy(wrapper, ['upload', given], data));
    assert.equal(run.code, 1, run.stderr);
    const told =
      wrapper[0] === 'unshare' ? /given\.bin: .* has no room for it \(status 507: / : /given\.bin: .*\(status 5/;
    assert.match(run.stderr, told);
    assert.doesNotMatch(run.stderr, /^ {4}at /m);
  });

  it('takes no more for now where it may open no further file, and says why', async () => {
    await using porter = await Porter.open();
    const { url } = await porter.serve(['--no-token'], withFiles(48));
    const { host, port } = new URL(url);
    const sockets: Socket[] = [];
    const open = (): Socket => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      return socket;
    };
    try {
      const kept = open();
      const chunks = kept.setEncoding('latin1')[Symbol.asyncIterator]() as AsyncIterator<string, undefined>;
      const answer = async (): Promise<string> => {
        let text = '';
        for (let chunk = await chunks.next(); chunk.done !== true; chunk = await chunks.next()) {
          if ((text += chunk.value).endsWith('}\n')) break;
        }
        return text;
      };
      const put = (name: string) => `PUT /${name} HTTP/1.1\r\nHost: ${host}\r\n`;
      const rest = 'Content-Length: 1\r\n\r\nx';
      // The first has all loaded that others need. The head of the second is begun, so that the connection is not idle.
      kept.write(put('a') + rest);
      assert.match(await answer(), /^HTTP\/1\.1 201 /);
      kept.write(put('b'));
      await new Promise((resolve) => {
        for (let count = 0; count < 60; count++) open().resume().once('close', resolve).write('GET / HTTP/1.1\r\n');
      });
      kept.write(rest);
      assert.match(await answer(), /^HTTP\/1\.1 429 [^]*raise its limit of open files \(ulimit -n\)/);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  /** Where commands look for it. */
  const notFindable = (folder: string, reason: string) =>
    `porter: The receiver was not started, as commands would not find it: ${join(folder, 'porter/serve')} cannot be written (${reason}). Make room there, or make it a folder that you may write to.\n`;

  it('says where commands would not find it, as the disk is full', async () => {
    await using porter = await Porter.open();
    const folder = join(porter.folder, '.state');
    await mkdir(folder);
    const wrapper = onFullDisk(folder, []);
    const run = await finished(porter.startBy(wrapper, ['serve', '--dir', 'received']));
    const reason = wrapper[0] === 'unshare' ? 'no space left on device' : 'file too large';
    assert.deepEqual(run, { code: 1, stdout: '', stderr: notFindable(folder, reason) });
  });

  it('says where commands would not find it, as no folder can be made', async () => {
    await using porter = await Porter.open();
    const taken = join(porter.folder, 'taken');
    await writeFile(taken, '');
    const run = await finished(porter.start(['serve', '--dir', porter.folder], { XDG_STATE_HOME: taken }));
    assert.deepEqual(run, { code: 1, stdout: '', stderr: notFindable(taken, 'not a directory') });
  });

  it('says that a folder cannot be made, also where the system cannot say why', async () => {
    await using porter = await Porter.open();
    const { code, stderr } = await porter.run(['serve', '--dir', '/proc/x/y']);
    assert.equal(code, 2);
    assert.match(stderr, /The folder \/proc\/x\/y cannot be used \(.*\)\. Choose another\./);
  });
});
