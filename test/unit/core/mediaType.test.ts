import assert from 'node:assert/strict';
import { judgeType, typeOfName } from '../../../src/core/mediaType.ts';

describe('the type of a name', () => {
  for (const [name, type] of [
    ['photo.PNG', 'image/png'],
    ['archive.tar.gz', 'application/gzip'],
    ['main.ts', 'text/typescript'],
    ['main.rs', 'text/x-rust'],
    ['notes.md', 'text/markdown'],
    ['Makefile', undefined],
    ['.gitignore', undefined],
    ['a.constructor', undefined],
    ['dir.png/file', undefined],
    ['', undefined],
  ] as const) {
    it(`of ${name || 'nothing'} is ${String(type)}`, () => assert.equal(typeOfName(name), type));
  }
});

describe('bytes and a name that agree', () => {
  for (const [bytes, name, type] of [
    ['image/png', 'a.png', 'image/png'],
    ['image/png', 'a', 'image/png'],
    ['image/png', 'a.bin', 'image/png'],
    [undefined, 'a.txt', 'text/plain'],
    [undefined, 'a.svg', 'image/svg+xml'],
    [undefined, 'a', 'application/octet-stream'],
    // The name tells more than the bytes.
    ['application/zip', 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['application/zip', 'a.jar', 'application/java-archive'],
    ['application/zip', 'a.vsix', 'application/zip'],
    ['application/x-cfb', 'a.doc', 'application/msword'],
    ['application/x-cfb', 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['application/xml', 'a.svg', 'image/svg+xml'],
    ['application/xml', 'a.html', 'text/html'],
    ['application/xml', 'a.txt', 'text/plain'],
    ['application/gzip', 'a.svgz', 'image/svg+xml'],
    // Two names of one thing, or siblings.
    ['audio/x-m4a', 'a.m4a', 'audio/x-m4a'],
    ['video/mp4', 'a.m4a', 'video/mp4'],
    ['video/mp4', 'a.mov', 'video/mp4'],
    ['image/heic', 'a.heif', 'image/heic'],
    ['image/heif', 'a.heic', 'image/heif'],
    ['video/matroska', 'a.mkv', 'video/matroska'],
    ['video/vnd.avi', 'a.avi', 'video/vnd.avi'],
    ['image/x-icon', 'a.ico', 'image/x-icon'],
    ['image/apng', 'a.png', 'image/apng'],
    ['audio/x-flac', 'a.flac', 'audio/x-flac'],
    ['video/mp2t', 'a.ts', 'video/mp2t'],
    ['application/pdf', 'a.ai', 'application/pdf'],
    ['application/rtf', 'a.rtf', 'application/rtf'],
    ['application/x-sqlite3', 'a.fossil', 'application/x-sqlite3'],
    ['application/x-msdownload', 'a.exe', 'application/x-msdownload'],
  ] as const) {
    it(`${String(bytes)} called ${name} is ${type}`, () => {
      const judged = judgeType(bytes, name, false);
      assert.equal(judged.contradiction, undefined);
      assert.equal(judged.mediaType, type);
    });
  }

  it('an empty file is what its name says', () => {
    assert.deepEqual(judgeType(undefined, 'a.png', true), { mediaType: 'image/png', types: ['image/png'] });
  });
});

describe('bytes and a name that contradict each other', () => {
  for (const [bytes, name, type] of [
    ['image/jpeg', 'a.png', 'image/jpeg'],
    ['application/x-msdownload', 'a.png', 'application/x-msdownload'],
    ['application/x-elf', 'a.pdf', 'application/x-elf'],
    ['application/x-msdownload', 'a.docx', 'application/x-msdownload'],
    ['application/zip', 'a.txt', 'application/zip'],
    ['application/zip', 'a.svg', 'application/zip'],
    ['application/zip', 'a.png', 'application/zip'],
    ['application/zip', 'a.mp4', 'application/zip'],
    ['application/pdf', 'a.html', 'application/pdf'],
    ['image/gif', 'a.js', 'image/gif'],
    ['audio/mpeg', 'a.wav', 'audio/mpeg'],
    ['image/heic', 'a.jpg', 'image/heic'],
    ['application/gzip', 'a.zip', 'application/gzip'],
    [undefined, 'a.png', 'application/octet-stream'],
    [undefined, 'a.pdf', 'application/octet-stream'],
    [undefined, 'a.zip', 'application/octet-stream'],
  ] as const) {
    it(`${String(bytes)} called ${name} is ${type}`, () => {
      const judged = judgeType(bytes, name, false);
      assert.equal(judged.mediaType, type);
      assert.equal(judged.contradiction?.actual, type);
      assert.equal(judged.types.length, 2);
    });
  }
});
