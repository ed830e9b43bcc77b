import assert from 'node:assert/strict';
import { commands, Uri, workspace, type WorkspaceFolder } from 'vscode';
import { MemoryFileSystem } from '../memoryFileSystem.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('Upload Matching Files', () => {
  it('uploads the files of the open folder that match, without what its upload leaves out', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
      'porter.exclude': ['drafts', 'old-*'],
    });
    const names = ['matching.one', 'below/and/below/matching.two', 'matching.txt'];
    const leftOut = ['below/drafts/deep/matching.one', 'old-matching.one', 'node_modules/a/matching.two'];
    for (const name of [...names, ...leftOut]) await writeFile(name, name);
    const paths = async (pattern: string) => {
      const before = server.received.length;
      person.enters = pattern;
      await commands.executeCommand('porter.uploadMatching');
      assert.match((await person.isTold()).text, /uploaded/);
      return server.received.slice(before).map(({ body }) => String(body));
    };
    assert.deepEqual((await paths('*matching.{one,two}')).sort(), ['below/and/below/matching.two', 'matching.one']);
    assert.deepEqual(await paths(' below/**/*.two '), ['below/and/below/matching.two']);

    assert.deepEqual(await paths('below/and'), ['below/and/below/matching.two']);
    assert.deepEqual(await paths('below/and/'), ['below/and/below/matching.two']);

    person.enters = 'old-*';
    await commands.executeCommand('porter.uploadMatching');
    assert.equal(
      (await person.isTold()).text,
      'All that matches old-* is left out by porter.exclude. Change that setting, or choose the files themselves.',
    );
    person.enters = 'no/such/*.file';
    await commands.executeCommand('porter.uploadMatching');
    assert.equal(
      (await person.isTold()).text,
      'Nothing matches no/such/*.file, or there is no file in it. Check the path or the pattern.',
    );
    person.enters = undefined;
    await commands.executeCommand('porter.uploadMatching');
    assert.deepEqual(person.unheard, []);
  });

  describe('in a folder that is on no disk', () => {
    const files = new MemoryFileSystem();
    const scheme = 'porter-matching';
    const folder: WorkspaceFolder = { uri: Uri.from({ scheme, path: '/repo' }), name: 'repo', index: 0 };
    let opened: Disposable;

    before(() => {
      const registration = workspace.registerFileSystemProvider(scheme, files, { isReadonly: true });
      const folders = workspace.workspaceFolders;
      const show = (value: typeof folders) =>
        Object.defineProperty(workspace, 'workspaceFolders', { value, configurable: true });
      show([folder]);
      opened = {
        [Symbol.dispose]() {
          show(folders);
          registration.dispose();
        },
      };
    });
    beforeEach(() => {
      files.files.clear();
      files.onList = undefined;
    });
    after(() => opened[Symbol.dispose]());

    it('finds the files that match', async () => {
      using person = new Person();
      await using server = await startRecordingServer();
      await using _ = await withSettings({
        'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
        'porter.defaultDestination': 'test',
        'porter.exclude': ['drafts'],
      });
      for (const name of ['one.png', 'below/two.png', 'below/three.txt', 'drafts/four.png', '.git/five.png']) {
        files.files.set(`/repo/${name}`, Buffer.from(name));
      }
      person.enters = '*.png';
      await commands.executeCommand('porter.uploadMatching');
      assert.match((await person.isTold()).text, /^2 files were uploaded/);
      assert.deepEqual(server.received.map(({ body }) => String(body)).sort(), ['below/two.png', 'one.png']);
    });

    it('says why the folder cannot be listed', async () => {
      using person = new Person();
      files.onList = () => Promise.reject(new Error('the network is down'));
      person.enters = '*.png';
      await commands.executeCommand('porter.uploadMatching');
      assert.match((await person.isTold()).text, /cannot be read.*the network is down/);
    });

    it('says why a folder in it cannot be listed, in which something may match', async () => {
      using person = new Person();
      files.files.set('/repo/below/one.png', Buffer.from('one'));
      const down = () => Promise.reject(new Error('the network is down'));
      files.onList = (path) => (path === '/repo/below' ? down() : Promise.resolve());
      person.enters = '*.png';
      await commands.executeCommand('porter.uploadMatching');
      assert.match((await person.isTold()).text, /below.* cannot be read.*the network is down/);
    });

    it('is looked through no longer than a person waits for that', async () => {
      using person = new Person();
      files.onList = () => new Promise(() => undefined);
      person.enters = '*.png';
      person.cancels();
      await commands.executeCommand('porter.uploadMatching');
      assert.deepEqual(person.unheard, []);
    });
  });
});
