import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands, extensions, window, workspace, type Uri } from 'vscode';
import { ocrSpaceKey, startOcrSpace, type OcrSpace } from '../../integration/servers/ocrSpace.ts';
import { Person } from '../person.ts';
import { resultsAppear } from '../resultsPanel.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('The engine ocr.space', () => {
  let receipt: Uri;
  let service: OcrSpace;
  let settings: AsyncDisposable;
  let person: Person;

  before(async () => {
    const { extensionPath = '' } = extensions.getExtension('porter.porter') ?? {};
    receipt = await writeFile('sent.jpg', await readFile(join(extensionPath, 'media/samples/receipt.jpg')));
  });
  beforeEach(async () => {
    person = new Person();
    service = await startOcrSpace();
    settings = await withSettings({
      'porter.ocr.engine': 'ocr.space',
      'porter.ocr.space.url': service.url,
      'porter.ocr.remember': false,
    });
  });
  afterEach(async () => {
    person[Symbol.dispose]();
    await settings[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** What the editor has open. */
  const tabs = () => window.tabGroups.all.flatMap((group) => group.tabs);

  async function read(agrees: boolean): Promise<void> {
    const done = commands.executeCommand('porter.readImage', receipt);
    const told = await person.isTold();
    assert.equal(told.text, `Send pictures to ${new URL(service.url).host}?`);
    assert.deepEqual(told.buttons, ['Send Pictures']);
    told.press(agrees ? 'Send Pictures' : undefined);
    await done;
  }

  it('gets pictures after a person has agreed and entered the key, and asks for neither again', async () => {
    person.enters = ocrSpaceKey;
    const appeared = resultsAppear();
    await read(true);
    await appeared;
    assert.match(person.askedToEnter[0] ?? '', new RegExp(`“ocrspace” For ${service.url} only`));
    await commands.executeCommand('porter.readImage', receipt);
    assert.deepEqual([service.asked.length, person.askedToEnter.length, person.unheard], [2, 1, []]);
  });

  it('gets a picture once, whatever it is called, until what was read is forgotten', async () => {
    await using _ = await withSettings({ 'porter.ocr.remember': true });
    person.enters = ocrSpaceKey;
    await read(true);
    const copy = await writeFile('copy.jpg', await workspace.fs.readFile(receipt));
    await commands.executeCommand('porter.readImage', receipt, [receipt, copy]);
    assert.equal(service.asked.length, 1);
    await commands.executeCommand('porter.clearRemembered');
    assert.match((await person.isTold()).text, /^Porter has forgotten what it read/);
    await commands.executeCommand('porter.readImage', copy);
    assert.equal(service.asked.length, 2);
  });

  it('gets nothing after the consent is taken back, until a person agrees again', async () => {
    person.enters = ocrSpaceKey;
    await read(true);
    await commands.executeCommand('porter.forgetConsent');
    assert.equal((await person.isTold()).text, 'Porter asks again before it sends pictures to OCR.space.');
    await read(false);
    assert.equal(service.asked.length, 1);
    await read(true);
    assert.deepEqual([service.asked.length, person.askedToEnter.length], [2, 1]);
  });

  it('gets nothing when a person does not agree, and asks anew', async () => {
    await read(false);
    await read(false);
    assert.deepEqual([service.asked, tabs(), person.askedToEnter], [[], [], []]);
  });

  it('gets nothing when no key is entered', async () => {
    await read(true);
    assert.match((await person.isTold()).text, /^“ocr\.space” needs the secret “ocrspace”, which is not stored/);
    assert.deepEqual([service.asked, tabs()], [[], []]);
  });

  it('that refuses the key lets a person enter another', async () => {
    person.enters = 'wrong';
    await read(true);
    const told = await person.isTold();
    assert.match(
      told.text,
      /^OCR\.space engine 1 takes no picture with this key now \(status 403: The API key is invalid\)/,
    );
    person.enters = ocrSpaceKey;
    const asked = service.nextAsked();
    told.press('Enter Key Again');
    await asked;
    assert.equal(person.askedToEnter.length, 2);
  });

  it('with an address that is none is named', async () => {
    await using _ = await withSettings({ 'porter.ocr.space.url': 'api.ocr.space' });
    await commands.executeCommand('porter.readImage', receipt);
    assert.match(
      (await person.isTold()).text,
      /^porter\.ocr\.space\.url in settings\.json is not right: it must be an address/,
    );
  });
});
