import assert from 'node:assert/strict';
import { commands } from 'vscode';
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
});
