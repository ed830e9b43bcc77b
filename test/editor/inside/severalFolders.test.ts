import assert from 'node:assert/strict';
import { commands, type Uri } from 'vscode';
import { copiedLinks } from '../links.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { withFolders } from '../severalFolders.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

describe('A workspace of several folders', () => {
  before(async () => {
    for (const path of ['publicFiles/one/a.txt', 'privateFiles/two/b.txt', 'privateFiles/two/key.secret'])
      await writeFile(path, path);
  });

  const ways: readonly (readonly [
    name: string,
    run: (person: Person, folders: readonly Uri[]) => Thenable<unknown>,
  ])[] = [
    ['what is chosen there goes', (_, folders) => commands.executeCommand('porter.upload', folders[0], folders)],
    [
      'what matches goes',
      (person) => {
        person.enters = '*';
        return commands.executeCommand('porter.uploadMatching');
      },
    ],
  ];
  for (const [name, run] of ways) {
    it(`${name} where the settings of its folder say, without what they exclude, and all links are copied`, async () => {
      using person = new Person();
      await using server = await startRecordingServer();
      server.reply = ({ path }) => ({ status: 201, headers: { location: `https://files.example${path}` } });
      const to = (destination: string) => ({ kind: 'raw', url: `${server.url}/${destination}/\${file}`, retries: 0 });
      await using _ = await withSettings({
        'porter.destinations': { public: to('public'), private: to('private') },
        'porter.defaultDestination': 'public',
      });
      const chosen = [inWorkspace('publicFiles/one'), inWorkspace('privateFiles/two')];
      using _folders = withFolders({
        publicFiles: {},
        privateFiles: { 'porter.defaultDestination': 'private', 'porter.exclude': ['*.secret'] },
      });
      await run(person, chosen);
      const paths = server.received.map(({ path }) => path).sort();
      assert.deepEqual(paths, ['/private/privateFiles/two/b.txt', '/public/publicFiles/one/a.txt']);
      const told = [(await person.isTold()).text, (await person.isTold()).text].sort();
      assert.match(told[0] ?? '', /b\.txt was uploaded to “private”/);
      assert.match(told[1] ?? '', /a\.txt was uploaded to “public”/);
      assert.deepEqual((await copiedLinks()).toSorted(), [
        'https://files.example/private/privateFiles/two/b.txt',
        'https://files.example/public/publicFiles/one/a.txt',
      ]);
    });
  }
});
