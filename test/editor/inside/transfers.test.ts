import assert from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('The window’s queue', () => {
  it('holds the bandwidth limit', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
      'porter.bandwidthLimit': '1 MB',
    });
    const file = await writeFile('limited.bin', new Uint8Array(1_500_000));
    const begun = performance.now();
    await commands.executeCommand('porter.upload', file);
    const seconds = (performance.now() - begun) / 1000;
    assert.match((await person.isTold()).text, /^limited\.bin was uploaded/);
    assert.ok(seconds > 1.3, `it took ${seconds} s`);
  });

  it('holds another limit at once, for what is under way', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
      'porter.bandwidthLimit': '1 kB',
    });
    const file = await writeFile('hurried.bin', new Uint8Array(1_000_000));
    const connected = server.connects();
    const done = commands.executeCommand('porter.upload', file);
    await connected;
    assert.deepEqual(server.received, []);
    await workspace.getConfiguration().update('porter.bandwidthLimit', '', true);
    await done;
    assert.match((await person.isTold()).text, /^hurried\.bin was uploaded/);
  });

  it('has no more requests at once to a host than the setting says, over all uploads, which take turns', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using elsewhere = await startRecordingServer();
    const bothWait = Promise.withResolvers<undefined>();
    let underWay = 0;
    let most = 0;
    server.reply = async () => {
      most = Math.max(most, ++underWay);
      await bothWait.promise;
      underWay--;
      return { status: 200 };
    };
    await using _ = await withSettings({
      'porter.destinations': {
        test: { kind: 'raw', url: `${server.url}/` },
        elsewhere: { kind: 'raw', url: `${elsewhere.url}/` },
      },
      'porter.defaultDestination': 'test',
      'porter.concurrency': 1,
    });
    person.picks = 'elsewhere';
    const names = (batch: string) => Promise.all(Array.from({ length: 6 }, (_, n) => writeFile(`${batch}${n}`, batch)));
    const [ones, others] = await Promise.all([names('one'), names('other')]);
    const done = [ones, others].map((files) => commands.executeCommand('porter.upload', files[0], files));
    // What goes to another host passes by; had there been room for more to the first one, it would have begun by then.
    await server.next();
    await commands.executeCommand('porter.uploadTo', await writeFile('elsewhere.txt', 'elsewhere'));
    assert.match((await person.isTold()).text, /^elsewhere\.txt was uploaded/);
    bothWait.resolve(undefined);
    await Promise.all(done);
    assert.match((await person.isTold()).text, /^6 files were uploaded/);
    assert.match((await person.isTold()).text, /^6 files were uploaded/);
    assert.equal(most, 1);
    const order = server.received.map(({ body }) => String(body));
    assert.ok(order.lastIndexOf('one') > order.indexOf('other'), order.join(' '));
    assert.ok(order.lastIndexOf('other') > order.indexOf('one'), order.join(' '));
  });
});
