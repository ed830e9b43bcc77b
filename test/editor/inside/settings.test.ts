import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, watch } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { commands, ConfigurationTarget, env, window, workspace } from 'vscode';
import { bytesAt } from '../links.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

/** Fulfilled when the cursor stands in a line like this, in an editor of such a file. */
function shows(file: RegExp, line: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const subscription = window.onDidChangeTextEditorSelection(({ textEditor: { document, selection } }) => {
      if (!file.test(document.uri.path) || !line.test(document.lineAt(selection.active).text)) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Fulfilled when the setting has another value. */
function changes(setting: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(setting)) return;
      subscription.dispose();
      resolve();
    });
  });
}

describe('Settings', () => {
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('get no destination added where they hold something else in its place, and that is told', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.destinations': 'x' });
    person.enters = 'mine';
    await commands.executeCommand('porter.addDestination');
    const told = await person.isTold();
    assert.match(told.text, /^porter\.destinations .*must be an object/);
    assert.ok(told.buttons.includes('Open Settings'));
    assert.deepEqual(person.askedToEnter, []);
  });

  const wrong: readonly (readonly [setting: string, value: unknown, sentence: RegExp])[] = [
    [
      'porter.concurrency',
      'many',
      /^porter\.concurrency in settings\.json is not right: it must be a number from 1 to 16\./,
    ],
    [
      'porter.bandwidthLimit',
      'fast',
      /^porter\.bandwidthLimit in settings\.json is not right: it must be bytes per second as a text like "2 MB"/,
    ],
    ['porter.exclude', '*.log', /^porter\.exclude in settings\.json is not right: it must be a list of globs\./],
    ['porter.copyLinks', 'yes', /^porter\.copyLinks in settings\.json is not right: it must be true or false\./],
    [
      'porter.confirm.files',
      1.5,
      /^porter\.confirm\.files in settings\.json is not right: it must be a whole number\./,
    ],
    ['porter.confirm.megabytes', null, /^porter\.confirm\.megabytes in settings\.json is not right/],
    ['porter.virtualFileLimit', -1, /^porter\.virtualFileLimit in settings\.json is not right/],
    ['porter.receiver.folder', 7, /^porter\.receiver\.folder in settings\.json is not right/],
    ['porter.receiver.folder', 'here', /^porter\.receiver\.folder in settings\.json .* it must be a full path/],
    [
      'porter.receiver.folder',
      '/dev/null/x',
      /^porter\.receiver\.folder .* the folder \/dev\/null\/x cannot be used \(/,
    ],
    ['porter.defaultDestination', 7, /^porter\.defaultDestination in settings\.json is not right/],
    ['porter.destinations', [], /^porter\.destinations in settings\.json is not right/],
  ];
  for (const [setting, value, sentence] of wrong) {
    it(`that are wrong are named, and nothing is sent: ${setting} ${JSON.stringify(value)}`, async () => {
      using person = new Person();
      await using _ = await withSettings({ [setting]: value });
      await commands.executeCommand('porter.upload', await writeFile('unsent.txt', 'unsent'));
      const told = await person.isTold();
      assert.match(told.text, sentence);
      assert.deepEqual(told.buttons, ['Open Settings', 'Show Details']);
      assert.deepEqual(person.unheard, []);
    });
  }

  it('open at the key that is wrong', async () => {
    using person = new Person();
    await using _ = await withSettings({
      'porter.destinations': { web: { kind: 'form', url: 'ftp://files.example' } },
      'porter.defaultDestination': 'web',
    });
    await commands.executeCommand('porter.upload', await writeFile('unsent.txt', 'unsent'));
    const told = await person.isTold();
    assert.match(told.text, /^porter\.destinations\.web\.url in settings\.json is not right: it must begin with http/);
    const shown = shows(/User\/settings\.json$/, /"porter\.destinations"/);
    told.press('Open Settings');
    await shown;
  });

  it('open in the workspace when that is what chose a destination that there is none of', async () => {
    using person = new Person();
    const configuration = workspace.getConfiguration();
    await configuration.update('porter.defaultDestination', 'nowhere', ConfigurationTarget.Workspace);
    try {
      await commands.executeCommand('porter.upload', await writeFile('unsent.txt', 'unsent'));
      const told = await person.isTold();
      assert.match(told.text, /^There is no destination “nowhere”\. Known are: receiver\./);
      const shown = shows(/\.vscode\/settings\.json$/, /"porter\.defaultDestination"/);
      told.press('Open Settings');
      await shown;
    } finally {
      await configuration.update('porter.defaultDestination', undefined, ConfigurationTarget.Workspace);
    }
  });

  it('of a workspace choose a destination and cannot define one', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({ 'porter.destinations': { mine: { kind: 'raw', url: `${server.url}/` } } });
    const changed = changes('porter.defaultDestination');
    await writeFile(
      '.vscode/settings.json',
      JSON.stringify({
        'porter.destinations': { mine: { kind: 'raw', url: 'http://127.0.0.1:1/stolen/' } },
        'porter.defaultDestination': 'mine',
      }),
    );
    await changed;
    try {
      await commands.executeCommand('porter.upload', await writeFile('chosen.txt', 'chosen'));
      assert.match((await person.isTold()).text, /chosen\.txt was uploaded to “mine”/);
      assert.equal(String((await server.next()).body), 'chosen');
    } finally {
      await writeFile('.vscode/settings.json', '{}');
    }
  });

  it('give Upload To… its choices, with the receiver among them', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.destinations': {
        web: { kind: 'raw', url: `${server.url}/` },
        broken: { kind: 'form' },
      },
    });
    person.picks = 'web';
    await commands.executeCommand('porter.uploadTo', await writeFile('to.txt', 'to'));
    assert.deepEqual(person.offered, [['receiver', 'web', 'broken', 'Add a Destination…']]);
    assert.match((await person.isTold()).text, /^to\.txt was uploaded to “web”/);
    assert.equal(String((await server.next()).body), 'to');
  });

  it('do not stop Upload To… from being left with Escape', async () => {
    using person = new Person();
    await commands.executeCommand('porter.uploadTo', await writeFile('to.txt', 'to'));
    assert.equal(person.offered.length, 1);
    assert.deepEqual(person.unheard, []);
  });

  it('move the receiver’s files to another folder', async () => {
    using person = new Person();
    const folder = inWorkspace('elsewhere').fsPath;
    await using _ = await withSettings({ 'porter.receiver.folder': folder });
    await commands.executeCommand('porter.upload', await writeFile('moved.txt', 'moved'));
    assert.match((await person.isTold()).text, /^moved\.txt was uploaded/);
    const link = await env.clipboard.readText();
    assert.equal(String(await bytesAt(link)), 'moved');
    const [id = ''] = /[0-9a-f]{32}/.exec(link) ?? [];
    assert.equal(await readFile(join(folder, id, 'moved.txt'), 'utf8'), 'moved');
  });

  it('leave the links alive that were given out before the receiver’s folder changed', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', await writeFile('before.txt', 'before'));
    await person.isTold();
    const link = await env.clipboard.readText();
    await using _ = await withSettings({ 'porter.receiver.folder': inWorkspace('later').fsPath });
    await commands.executeCommand('porter.upload', await writeFile('after.txt', 'after'));
    assert.match((await person.isTold()).text, /^after\.txt was uploaded/);
    assert.equal(String(await bytesAt(link)), 'before');
  });

  it('leave an upload where it was begun when the receiver’s folder changes meanwhile', async () => {
    using person = new Person();
    const [first, second] = [inWorkspace('first').fsPath, inWorkspace('second').fsPath];
    const content = randomBytes(9_000_000);
    const large = await writeFile('large.bin', content);
    await using _ = await withSettings({ 'porter.receiver.folder': first, 'porter.bandwidthLimit': '100 kB' });
    await mkdir(first);
    const watcher = watch(first);
    const begun = once(watcher, 'change');
    const done = commands.executeCommand('porter.upload', large);
    await begun;
    watcher.close();
    await using _moved = await withSettings({ 'porter.receiver.folder': second, 'porter.bandwidthLimit': '' });
    await commands.executeCommand('porter.upload', await writeFile('small.txt', 'small'));
    await done;
    const told = [(await person.isTold()).text, (await person.isTold()).text].sort();
    assert.match(told[0] ?? '', /^large\.bin was uploaded to “receiver”/);
    assert.match(told[1] ?? '', /^small\.txt was uploaded to “receiver”/);
    const [storedLarge = ''] = globSync('*/large.bin', { cwd: first });
    assert.deepEqual(await readFile(join(first, storedLarge)), content);
    assert.deepEqual(
      [first, second].map((cwd) => globSync('*/*.{bin,txt}', { cwd }).map((path) => basename(path))),
      [['large.bin'], ['small.txt']],
    );
  });

  it('start one receiver for all uploads that come at once', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.receiver.folder': inWorkspace('at-once').fsPath });
    const files = await Promise.all(['o1', 'o2'].map((name) => writeFile(name, name)));
    await Promise.all(files.map((file) => commands.executeCommand('porter.upload', file)));
    const links: string[] = [];
    while (links.length < files.length) {
      (await person.isTold()).press('Open');
      links.push(await person.opens());
    }
    assert.equal(new Set(links.map((link) => new URL(link).origin)).size, 1, links.join(' '));
  });
});
