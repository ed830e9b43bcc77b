import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextName, safeName } from '../../../src/core/safeName.ts';

const cases: readonly (readonly [what: string, name: string, safe: string])[] = [
  ['a plain name', 'photo.png', 'photo.png'],
  ['blanks, quotes and brackets', 'my "best" photo (1) [x].png', 'my "best" photo (1) [x].png'],
  ['a hidden file', '.gitignore', '.gitignore'],
  ['other scripts', 'отчёт 報告 تقرير.pdf', 'отчёт 報告 تقرير.pdf'],
  ['a path', '../../etc/passwd', 'passwd'],
  ['a path of Windows', 'C:\\Users\\anna\\a.txt', 'a.txt'],
  ['encoded separators', '..%2f..%2Fetc%2fpasswd', 'passwd'],
  ['separators encoded twice', '..%252f..%25255cpasswd', 'passwd'],
  ['separators encoded overlong', '..%c0%afpasswd', 'passwd'],
  ['separators that look like others', 'a\u2044b\u2215c\uFF0Fd\uFF3Ce', 'e'],
  ['a separator at the end', 'folder/', 'folder'],
  ['encoded dots', '%2e%2e', 'file'],
  ['NUL', 'a.php\0.png', 'a.php.png'],
  ['NUL, encoded', 'a.php%00.png', 'a.php.png'],
  ['line breaks', 'a\r\nX-Evil: 1.png', 'aX-Evil_ 1.png'],
  ['control characters', 'a\x07\x1B[31m\x7F\x9Fb', 'a[31mb'],
  ['a drive', 'C:', 'C_'],
  ['another stream of NTFS', 'a.txt:evil', 'a.txt_evil'],
  ['a device', 'CON', '_CON'],
  ['a device with an extension', 'nul.tar.gz', '_nul.tar.gz'],
  ['a device with a blank', 'aux .txt', '_aux .txt'],
  ['a device with a superscript', 'COM¹.txt', '_COM¹.txt'],
  ['what only begins like a device', 'console.log', 'console.log'],
  ['dots and blanks at the end', 'a.txt. . ', 'a.txt'],
  ['blanks at the start', '  a.txt', 'a.txt'],
  ['only dots', '...', 'file'],
  ['nothing', '', 'file'],
  ['only invisible characters', '\u200B\u202E\uFEFF', 'file'],
  ['right-to-left override', 'invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['isolates and marks', 'a\u2066b\u2069c\u200Fd\u061Ce', 'abcde'],
  ['zero widths and fillers', 'a\u200Bb\u200Cc\u2060d\uFEFFe\u00ADf\u3164g', 'abcdefg'],
  ['a separator that appears when zero widths go', '..%2\u200Bfa', 'a'],
  ['a separator that appears when NUL goes', '..%2%00fa', 'a'],
  ['NUL within NUL', 'a%0%000b', 'ab'],
  ['a path that ends in dots', 'a/..', 'a'],
  ['decomposed letters', 'e\u0301te\u0301.txt', 'été.txt'],
  ['an emoji', '🧾.png', '🧾.png'],
  ['a joined emoji', '👨‍👩‍👧 ❤️.png', '👨‍👩‍👧 ❤️.png'],
  ['half a character', 'a\uD83Db', 'ab'],
];

const byteLength = (text: string) => Buffer.byteLength(text);

describe('safeName', () => {
  for (const [what, name, safe] of cases) {
    it(`makes ${what} safe: ${JSON.stringify(name)}`, () => assert.equal(safeName(name), safe));
  }

  it('keeps the extension of a long name', () => {
    assert.equal(safeName(`${'a'.repeat(300)}.png`), `${'a'.repeat(251)}.png`);
  });

  it('cuts between characters', () => {
    const safe = safeName(`${'🧾'.repeat(100)}.jpeg`);
    assert.equal(safe, `${'🧾'.repeat(62)}.jpeg`);
    assert.equal(byteLength(safe), 253);
  });

  it('cuts an extension that is none', () => {
    assert.equal(safeName(`a.${'b'.repeat(300)}`).length, 255);
  });

  it('leaves no blank where it cuts', () => {
    assert.equal(safeName(`${'a'.repeat(254)} b`), 'a'.repeat(254));
  });
});

describe('the next name', () => {
  it('has a number before the extension', () => assert.equal(nextName('a.tar.gz', 2), 'a.tar (2).gz'));
  it('has it at the end where there is no extension', () => assert.equal(nextName('.env', 3), '.env (3)'));
  it('stays within 255 bytes', () => {
    const name = `${'a'.repeat(251)}.png`;
    assert.equal(nextName(name, 10), `${'a'.repeat(246)} (10).png`);
  });
});

describe('any safe name', () => {
  const nasty = fc.constantFrom(
    ...[
      '/',
      '\\',
      '..',
      '%2f',
      '%2F',
      '%5c',
      '%25',
      '2f',
      '%2e',
      '.',
      ' ',
      ':',
      '\0',
      '%00',
      '\r\n',
      'CON',
      'nul',
      '.txt',
    ],
    ...[
      '\u202E',
      '\u200B',
      '\u200D',
      '\uFE0F',
      '\uFEFF',
      'e\u0301',
      '\uD83D',
      '🧾',
      '❤',
      '1',
      'é',
      'a',
      'a'.repeat(130),
    ],
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );
  const always = (holds: (safe: string) => void) =>
    fc.assert(
      fc.property(anything, (name) => holds(safeName(name))),
      { numRuns: 2000 },
    );

  it('is not empty and has at most 255 bytes', () =>
    always((safe) => assert.ok(byteLength(safe) >= 1 && byteLength(safe) <= 255)));
  it('holds no separator, also when it is decoded', () =>
    always((safe) => {
      assert.doesNotMatch(safe, /[/\\:]/);
      assert.doesNotMatch(safe, /%(?:25)*(?:2f|5c|00|2e)/i);
    }));
  it('holds nothing invisible but the joints of an emoji', () =>
    always((safe) => assert.doesNotMatch(safe.replace(/\u200D|\uFE0F/g, ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)));
  it('is no device', () => always((safe) => assert.doesNotMatch(safe, /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)));
  it('ends neither in a dot nor in a blank', () => always((safe) => assert.doesNotMatch(safe, /[\s.]$/)));
  it('is in normal form C', () => always((safe) => assert.equal(safe, safe.normalize('NFC'))));
  it('stays as it is', () => always((safe) => assert.equal(safeName(safe), safe)));
});
