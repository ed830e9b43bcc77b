import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretMask } from '../../../../src/core/maskSecrets.ts';
import {
  expandHeader,
  expandName,
  expandPath,
  expandText,
  expandUrl,
  type TemplateValues,
} from '../../../../src/core/profile/expandTemplate.ts';
import { parseTemplate, TemplateFault } from '../../../../src/core/profile/template.ts';
import { never, source } from '../fakes.ts';

function values(path: string, more: Partial<TemplateValues> = {}): TemplateValues {
  return {
    destination: 'web',
    source: source(path),
    now: new Date(2024, 0, 9, 3, 4, 5),
    sha256: () => Promise.resolve('abc123'),
    env: (name) => (name === 'USER' ? 'anna b' : undefined),
    secret: (name) => Promise.resolve(name === 'key' ? 's3cr&t' : undefined),
    mask: new SecretMask(),
    ...more,
  };
}

const text = (template: string, path = 'photos/a b.tar.gz') => expandText(template, values(path), never);
const url = (template: string, path = 'photos/a b.png') => expandUrl(template, values(path), never);
const header = (template: string, path = 'a.png') => expandHeader('X-Name', template, values(path), never);

describe('a template', () => {
  for (const [template, expanded] of [
    ['plain', 'plain'],
    ['${file}', 'photos/a b.tar.gz'],
    ['${name}', 'a b.tar'],
    ['${name}.${ext}', 'a b.tar.gz'],
    ['${date}', '2024-01-09'],
    ['${date:yyyy/MM}', '2024/01'],
    ['${date:yyyyMMdd-HHmmss}', '20240109-030405'],
    ['${date:yyyy-MM-ddTHHmmss}', '2024-01-09T030405'],
    ['${sha256}', 'abc123'],
    ['${env:USER}', 'anna b'],
    ['${secret:key}', 's3cr&t'],
    ['$${file}', '${file}'],
    ['$$${file}', '$${file}'],
    ['$ {file} $file {file}', '$ {file} $file {file}'],
    ['a${name}b${ext}c', 'aa b.tarbgzc'],
  ] as const) {
    it(`${template} gives ${expanded}`, async () => assert.equal(await text(template), expanded));
  }

  it('has no dot for a file without extension', async () => {
    assert.equal(await text('${name}.${ext}', 'Makefile'), 'Makefile');
    assert.equal(await text('${name}.${ext}', '.gitignore'), '.gitignore');
  });

  for (const path of [
    '/home/anna/a.png',
    '../a.png',
    'x/../../a.png',
    'C:\\Users\\a.png',
    '\\\\host\\a.png',
    '~/a.png',
  ]) {
    it(`does not tell where on this machine ${path} lies`, async () => {
      assert.equal(
        await expandText('${file}', values(path, { source: { ...source(path), name: 'a.png' } }), never),
        'a.png',
      );
    });
  }

  it('reads a file for its checksum only when it is asked for', async () => {
    const unread = { sha256: () => assert.fail('was read') };
    assert.equal(await expandText('${name}', values('a', unread), never), 'a');
  });

  for (const [template, reason] of [
    ['${nmae}', /there is no \$\{nmae\}; there are \$\{file\}/],
    ['${}', /there is no \$\{\}/],
    ['${env:}', /there is no/],
    ['${env}', /there is no/],
    ['${name:x}', /there is no/],
    ['a${file', /no closing/],
    [
      '${date:YYYY-MM-DD}',
      /\$\{date:YYYY-MM-DD\} holds “YYYY”, which is no part of a date; there are yyyy, MM, dd, HH/,
    ],
    ['${date:yyyy-M-d}', /“M”/],
    ['${date:yyyyMMdd hh:mm a}', /“hh”/],
    ['${date:}', /\$\{date:\} holds no part of a date/],
    ['${date:-}', /\$\{date:-\} holds no part of a date/],
  ] as const) {
    it(`${template} is a fault`, () => {
      assert.throws(
        () => parseTemplate(template),
        (error) => error instanceof TemplateFault && reason.test(error.message),
      );
    });
  }

  it('misses a variable or a secret by name', async () => {
    await assert.rejects(text('${env:NOPE}'), {
      code: 'variableMissing',
      details: { name: 'NOPE', destination: 'web' },
    });
    await assert.rejects(text('${secret:nope}'), {
      code: 'secretMissing',
      details: { name: 'nope', destination: 'web' },
    });
  });

  it('has what it used of secrets and the environment masked', async () => {
    const mask = new SecretMask();
    await expandText('${secret:key} ${env:USER}', values('a', { mask }), never);
    assert.equal(mask.mask('s3cr&t, s3cr%26t, anna b'), '***, ***, ***');
  });
});

describe('a template in a URL', () => {
  for (const [template, expanded] of [
    ['http://h/${file}', 'http://h/photos/a%20b.png'],
    ['http://h/${name}.${ext}', 'http://h/a%20b.png'],
    ['http://h/${date:yyyy/MM}/', 'http://h/2024/01/'],
    ['http://h/?f=${file}&d=${date:yyyy/MM}', 'http://h/?f=photos%2Fa%20b.png&d=2024%2F01'],
    ['http://h/?k=${secret:key}', 'http://h/?k=s3cr%26t'],
    ['http://h/../${name}', 'http://h/../a%20b'],
  ] as const) {
    it(`${template} gives ${expanded}`, async () => assert.equal(await url(template), expanded));
  }

  it('does not lead out of its folder', async () => {
    assert.equal(await url('http://h/up/${name}/x', '..png'), 'http://h/up/_/x');
    assert.equal(await url('http://h/up/${env:UP}/x').catch(() => 'missing'), 'missing');
    const up = values('a', { env: () => '..' });
    assert.equal(await expandUrl('http://h/up/${env:UP}/x', up, never), 'http://h/up/_/x');
  });

  it('stays on its host and in its place for any file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (path) => {
        const expanded = new URL(await url('http://h/up/${file}?n=${name}&e=1', path));
        assert.equal(expanded.host, 'h');
        assert.match(expanded.pathname, /^\/up\/./);
        assert.deepEqual([...expanded.searchParams.keys()], ['n', 'e']);
        assert.equal(expanded.hash, '');
      }),
      { numRuns: 100 },
    );
  });
});

describe('a template in a header', () => {
  it('stays as it is', async () => assert.equal(await header('x ${name}', 'a b.png'), 'x a b'));
  it('percent-encodes what is not ASCII', async () =>
    assert.equal(await header('${name}', 'é100%.png'), '%C3%A9100%25'));
  it('refuses line breaks and other controls', async () => {
    for (const value of ['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'a\x7Fb']) {
      const bad = values('a', { secret: () => Promise.resolve(value) });
      await assert.rejects(expandHeader('X-Name', '${secret:key}', bad, never), {
        code: 'headerUnsendable',
        details: { header: 'X-Name', file: 'a', destination: 'web' },
        message: /for a: its value holds a line break .* Correct it, or the secret or variable in it\.$/,
      });
    }
  });
});

describe('a template in a path', () => {
  it('keeps the folders of the file and the date, and nothing is encoded', async () => {
    const of = { ...values('photos/ä b.png'), secret: () => Promise.resolve('x/y') };
    const expanded = await expandPath('${date:yyyy/MM}/${secret:key}/${file}', of, never);
    assert.equal(expanded, '2024/01/x_y/photos/ä b.png');
  });

  it('has the name that is sent, where that is another', async () => {
    const renamed = { ...values('photos/a.png'), name: 'b (2).jpg' };
    assert.equal(await expandPath('${file} ${name} ${ext}', renamed, never), 'photos/b (2).jpg b (2) jpg');
  });

  it('does not lead out of its folder', async () => {
    const dots = { ...values('photos/a.png'), env: () => '..' };
    assert.equal(await expandPath('a/${env:UP}/./${name}/..', dots, never), 'a/_/_/a/_');
  });
});

describe('a template in a name', () => {
  it('has no folders', async () => {
    const expanded = await expandName('${date:yyyy/MM}-${file}', values('photos/a.png'), never);
    assert.equal(expanded, '2024_01-photos_a.png');
  });
});
