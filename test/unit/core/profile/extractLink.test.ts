import assert from 'node:assert/strict';
import { extractLinks, type Answer } from '../../../../src/core/profile/extractLink.ts';
import { SecretMask } from '../../../../src/core/maskSecrets.ts';
import { parseJson } from '../../../../src/core/parseJson.ts';
import type { LinkRule } from '../../../../src/core/profile/profile.ts';
import type { TemplateValues } from '../../../../src/core/profile/expandTemplate.ts';
import { never, source } from '../fakes.ts';

const plain: Answer = {
  status: 200,
  url: 'http://h/up?sig=1',
  storedAtUrl: false,
  headers: {},
  body: '',
  json: undefined,
};

function file(path: string): TemplateValues {
  return {
    destination: 'web',
    source: source(path),
    now: new Date(0),
    sha256: () => Promise.resolve('abc'),
    env: () => undefined,
    secret: () => Promise.resolve(undefined),
    mask: new SecretMask(),
  };
}

async function links(answer: Partial<Answer>, rule?: LinkRule, paths = ['a b.png']) {
  const told = { ...plain, ...answer };
  return extractLinks({ ...told, json: parseJson(told.body) }, rule, paths.map(file), never);
}

const json = (body: unknown, rule?: LinkRule, paths?: string[]) => links({ body: JSON.stringify(body) }, rule, paths);

describe('the link by a JSON path', () => {
  for (const [path, body] of [
    ['$.data.url', { data: { url: 'http://cdn/a' } }],
    ['data.url', { data: { url: 'http://cdn/a' } }],
    ['files[0].src', { files: [{ src: 'http://cdn/a' }] }],
    ['[0].src', [{ src: 'http://cdn/a' }]],
    ["$['the link']", { 'the link': 'http://cdn/a' }],
    ['..deep', { a: [{ deep: 'http://cdn/a' }] }],
  ] as const) {
    it(`${path} is found`, async () => assert.deepEqual(await json(body, { json: path }), ['http://cdn/a']));
  }
  it('is none in an answer that is no JSON, lacks it, or holds no text there', async () => {
    assert.deepEqual(await links({ body: '<html>' }, { json: 'url' }), [undefined]);
    assert.deepEqual(await json({ link: 'http://cdn/a' }, { json: 'url' }), [undefined]);
    assert.deepEqual(await json({ url: 5 }, { json: 'url' }), [undefined]);
    assert.deepEqual(await json(null, { json: 'url' }), [undefined]);
  });
  it('gives each file of a request its own', async () => {
    const body = { files: [{ url: '/1' }, { url: '/2' }] };
    assert.deepEqual(await json(body, { json: 'files[*].url' }, ['a', 'b']), ['http://h/1', 'http://h/2']);
  });
  it('gives all files the one that there is', async () => {
    assert.deepEqual(await json({ url: '/album' }, { json: 'url' }, ['a', 'b']), ['http://h/album', 'http://h/album']);
  });
  for (const count of [2, 4]) {
    it(`gives none of ${count} to three files, as nobody can tell which is whose`, async () => {
      const urls = Array.from({ length: count }, (_, index) => ({ url: `/${index}` }));
      const none = [undefined, undefined, undefined];
      assert.deepEqual(await json({ files: urls }, { json: 'files[*].url' }, ['a', 'b', 'c']), none);
    });
  }
  it('is the first of several for a single file', async () => {
    const body = { files: [{ url: '/1' }, { url: '/small' }] };
    assert.deepEqual(await json(body, { json: 'files[*].url' }, ['a']), ['http://h/1']);
  });
});

describe('the link by another rule', () => {
  it('stands in a header of any case', async () => {
    assert.deepEqual(await links({ headers: { 'x-link': '/f/1' } }, { header: 'X-Link' }), ['http://h/f/1']);
    assert.deepEqual(await links({}, { header: 'X-Link' }), [undefined]);
  });
  it('is the first group of an expression, else the whole match', async () => {
    const body = 'see <a href="http://cdn/a">';
    assert.deepEqual(await links({ body }, { regex: 'href="([^"]+)"' }), ['http://cdn/a']);
    assert.deepEqual(await links({ body }, { regex: 'http://[^"]+' }), ['http://cdn/a']);
    assert.deepEqual(await links({ body }, { regex: 'ftp:.*' }), [undefined]);
  });
  it('is not looked for by an expression beyond 64 KiB', async () => {
    const rule = { regex: 'http://cdn/a' };
    assert.deepEqual(await links({ body: `${' '.repeat(60_000)}http://cdn/a` }, rule), ['http://cdn/a']);
    assert.deepEqual(await links({ body: `${' '.repeat(66_000)}http://cdn/a` }, rule), [undefined]);
  });
  it('is made by a template for each file', async () => {
    assert.deepEqual(await links({}, { template: 'https://cdn.example/${file}' }, ['x/a b', 'c']), [
      'https://cdn.example/x/a%20b',
      'https://cdn.example/c',
    ]);
  });
});

describe('the link without a rule', () => {
  for (const [title, answer, link] of [
    ['stands at url', { body: '{"id": 1, "url": "https://cdn/a"}' }, 'https://cdn/a'],
    ['stands at link', { body: '{"link": "https://cdn/a"}' }, 'https://cdn/a'],
    ['stands at data.url', { body: '{"success": true, "data": {"url": "https://cdn/a"}}' }, 'https://cdn/a'],
    ['stands at data.link', { body: '{"data": {"link": "https://cdn/a"}, "status": 200}' }, 'https://cdn/a'],
    ['stands at files[0].url', { body: '{"files": [{"url": "/f/a"}]}' }, 'http://h/f/a'],
    ['stands at [0].src', { body: '[{"src": "/file/a.png"}]' }, 'http://h/file/a.png'],
    ['is a text in JSON', { body: '"https://cdn/a"' }, 'https://cdn/a'],
    ['is all of the answer', { body: 'https://cdn/a\n' }, 'https://cdn/a'],
    ['is the Location of a 201', { status: 201, headers: { location: '../f/1' } }, 'http://h/f/1'],
    [
      'prefers the answer to the Location',
      { status: 201, headers: { location: '/api/1' }, body: '{"url": "/f/1"}' },
      'http://h/f/1',
    ],
    ['is the URL it was put at, without its query', { status: 204, storedAtUrl: true }, 'http://h/up'],
    ['is not the Location of a 200', { headers: { location: '/f/1' } }, undefined],
    ['is not an echo of the request’s URL', { body: '{"url": "http://h/up?sig=1"}' }, undefined],
    ['is not a word', { body: '{"url": "ok"}' }, undefined],
    ['is not a text with a URL in it', { body: 'stored at https://cdn/a' }, undefined],
    ['is not in an empty answer', {}, undefined],
  ] as const) {
    it(title, async () => assert.deepEqual(await links(answer), [link]));
  }
  it('is one a line for many files', async () => {
    assert.deepEqual(await links({ body: 'http://c/1\r\nhttp://c/2\r\n' }, undefined, ['a', 'b']), [
      'http://c/1',
      'http://c/2',
    ]);
  });
});

describe('a link', () => {
  for (const bad of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vscode://x',
    'http://',
    '',
    ' ',
  ]) {
    it(`is never ${JSON.stringify(bad)}`, async () => {
      for (const rule of [{ json: 'url' }, undefined]) assert.deepEqual(await json({ url: bad }, rule), [undefined]);
      assert.deepEqual(await links({ headers: { location: bad } }, { header: 'location' }), [undefined]);
      if (bad.trim()) assert.deepEqual(await links({}, { template: bad }), [undefined]);
    });
  }
});
