import assert from 'node:assert/strict';
import {
  commands,
  languages,
  Position,
  Range,
  SnippetString,
  window,
  type CompletionItem,
  type CompletionList,
  type Hover,
  type MarkdownString,
  type TextEditor,
} from 'vscode';
import { parseDestinations } from '../../../src/core/profile/settings.ts';
import { writeFile } from '../workspace.ts';

function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** The destination “web” of such settings, as an upload finds it. */
function destinationIn(settings: string): unknown {
  const { 'porter.destinations': destinations } = JSON.parse(settings) as Record<string, unknown>;
  return parseDestinations({ destinations }, { prefix: '', where: '' }).profiles.get('web');
}

describe('In settings.json, porter.destinations', () => {
  let editor: TextEditor;

  /** Holds these settings, unsaved. `|` marks where the cursor is, which is returned. */
  async function hold(marked: string): Promise<Position> {
    const { document } = editor;
    const text = marked.replace('{', '{ "$schema": "vscode://schemas/settings/user", ');
    const whole = new Range(new Position(0, 0), document.positionAt(document.getText().length));
    assert.ok(await editor.edit((edit) => edit.replace(whole, text.replace('|', ''))));
    return document.positionAt(text.indexOf('|'));
  }

  async function offers(marked: string): Promise<CompletionItem[]> {
    const position = await hold(marked);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      position,
    );
    return items;
  }

  async function completions(marked: string): Promise<string[]> {
    return (await offers(marked)).map(labelOf);
  }

  /** What stands there when an offer is taken and its placeholders are left as they are. */
  async function take(label: string, marked: string): Promise<string> {
    const offer = (await offers(marked)).find((item) => labelOf(item) === label);
    assert.ok(offer?.insertText instanceof SnippetString, label);
    assert.ok(offer.range);
    assert.ok(
      await editor.insertSnippet(offer.insertText, 'inserting' in offer.range ? offer.range.inserting : offer.range),
    );
    return editor.document.getText();
  }

  /** What is told of the place that `|` marks. */
  async function hovered(marked: string): Promise<string> {
    const position = await hold(marked);
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', editor.document.uri, position);
    return hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value)).join();
  }

  // A document with the schema of settings.json: the API does not reach the real one in a remote window.
  before(async () => {
    editor = await window.showTextDocument(await writeFile('settingsLike.jsonc', ''));
  });

  after(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  // The first, as its event tells that the editor has the schema.
  it('marks what is wrong, in words that say what to write', async () => {
    const diagnosed = new Promise<string[]>((resolve) => {
      const subscription = languages.onDidChangeDiagnostics(() => {
        const messages = languages.getDiagnostics(editor.document.uri).map(({ message }) => message);
        if (!messages.some((message) => message.startsWith('Write an address that begins with http'))) return;
        subscription.dispose();
        resolve(messages);
      });
    });
    await hold('{ "porter.destinations": { "web": { "kind": "raw", "url": "ftp://a/", "field": "f" } } }|');
    assert.match((await diagnosed).join(), /field/);
  });

  it('completes what a form can have', async () => {
    const labels = await completions('{ "porter.destinations": { "web": { "kind": "form", | } } }');
    for (const key of ['url', 'field', 'fields', 'headers', 'auth', 'link', 'maxSize', 'filesPerRequest'])
      assert.ok(labels.includes(key), `${key} in ${labels.slice(0, 30).join(', ')}`);
  });

  it('does not offer to a receiver what only others have', async () => {
    const labels = await completions('{ "porter.destinations": { "web": { "kind": "receiver", | } } }');
    assert.ok(labels.includes('maxSize'));
    assert.ok(!labels.includes('url'));
  });

  it('completes what a bucket can have', async () => {
    const labels = await completions('{ "porter.destinations": { "web": { "kind": "s3", | } } }');
    for (const key of ['endpoint', 'region', 'bucket', 'key', 'credentials', 'link', 'storageClass', 'verify', 'tls'])
      assert.ok(labels.includes(key), `${key} in ${labels.slice(0, 30).join(', ')}`);
    assert.ok(!labels.includes('url'));
  });

  it('completes what a server of tus can have', async () => {
    const labels = await completions('{ "porter.destinations": { "web": { "kind": "tus", | } } }');
    for (const key of ['url', 'auth', 'headers', 'metadata', 'partSize', 'verify', 'tls'])
      assert.ok(labels.includes(key), `${key} in ${labels.slice(0, 30).join(', ')}`);
    assert.ok(!labels.includes('bucket'));
  });

  it('offers the kinds', async () => {
    const labels = await completions('{ "porter.destinations": { "web": { "kind": | } } }');
    for (const kind of ['"form"', '"raw"', '"tus"', '"s3"', '"receiver"']) assert.ok(labels.includes(kind), kind);
  });

  it('offers a whole destination to begin with', async () => {
    const labels = await completions('{ "porter.destinations": { "web": | } }');
    assert.ok(labels.includes('form'), labels.slice(0, 30).join(', '));
  });

  const offered: Readonly<Record<string, unknown>> = {
    form: {
      kind: 'form',
      url: 'https://files.example.com/upload',
      auth: { type: 'bearer', token: '${secret:token}' },
      link: { json: '$.url' },
    },
    raw: {
      kind: 'raw',
      url: 'https://files.example.com/${file}',
      link: { template: 'https://files.example.com/${file}' },
    },
    tus: {
      kind: 'tus',
      url: 'https://files.example.com/files',
      auth: { type: 'bearer', token: '${secret:token}' },
    },
    s3: { kind: 's3', region: 'eu-central-1', bucket: 'my-bucket', key: '${file}', link: { presigned: 24 } },
    receiver: { kind: 'receiver', maxSize: 10_000_000 },
  };
  for (const [kind, destination] of Object.entries(offered)) {
    it(`has a destination to begin with that is right: ${kind}`, async () => {
      const text = await take(kind, '{ "porter.destinations": { "web": | } }');
      assert.deepEqual(destinationIn(text), destination);
    });
  }

  const parts: readonly (readonly [field: string, offer: string, value: unknown])[] = [
    ['auth', 'bearer', { type: 'bearer', token: '${secret:token}' }],
    ['auth', 'basic', { type: 'basic', username: 'user', password: '${secret:password}' }],
    ['auth', 'header', { type: 'header', name: 'X-Api-Key', value: '${secret:key}' }],
    ['link', 'json', { json: '$.url' }],
    ['link', 'header', { header: 'Location' }],
    ['link', 'regex', { regex: 'https://\\S+' }],
    ['link', 'template', { template: 'https://files.example.com/${file}' }],
  ];
  for (const [field, offer, value] of parts) {
    it(`has a start for ${field} that is right: ${offer}`, async () => {
      const text = await take(
        offer,
        `{ "porter.destinations": { "web": { "kind": "raw", "url": "http://a/", "${field}": | } } }`,
      );
      assert.deepEqual(destinationIn(text), { kind: 'raw', url: 'http://a/', [field]: value });
    });
  }

  const ofBucket: readonly (readonly [field: string, offer: string, value: unknown])[] = [
    ['credentials', 'keys', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: '${secret:s3}' }],
    ['credentials', 'profile', { profile: 'default' }],
    ['link', 'public', { public: true }],
    ['link', 'presigned', { presigned: 24 }],
    ['link', 'template', { template: 'https://cdn.example.com/${file}' }],
  ];
  for (const [field, offer, value] of ofBucket) {
    it(`has a start for ${field} of a bucket that is right: ${offer}`, async () => {
      const bucket = { kind: 's3', bucket: 'my-bucket', region: 'eu-central-1' };
      const [start] = JSON.stringify(bucket).split('}');
      const text = await take(offer, `{ "porter.destinations": { "web": ${start}, "${field}": | } } }`);
      assert.deepEqual(destinationIn(text), { ...bucket, [field]: value });
    });
  }

  const told: readonly (readonly [field: string, value: string, said: RegExp])[] = [
    ['auth', '{}', /Keep secrets out of the settings/],
    ['verify', '"head"', /Compare what the server has with the file/],
    ['verify', '"hea|d"', /Ask for the size behind the link/],
    ['verify', '"downloa|d"', /Download the link, and compare every byte/],
    ['tls', '{}', /Certificates for this server, as files in PEM/],
    ['tls', '{ "c|a": "/ca.pem" }', /Authorities that are trusted besides those of the system/],
    ['tls', '{ "ce|rt": "/c.pem" }', /Certificate that you show to a server/],
  ];
  for (const kind of ['form', 'raw', 'tus', 's3']) {
    for (const [field, value, said] of told) {
      if (kind === 's3' && field === 'auth') continue;
      const pointed = value.includes('|') ? `"${field}": ${value}` : `"|${field}": ${value}`;
      it(`tells on hover what it is: ${pointed} of ${kind}`, async () => {
        assert.match(await hovered(`{ "porter.destinations": { "web": { "kind": "${kind}", ${pointed} } } }`), said);
      });
    }
  }
});
