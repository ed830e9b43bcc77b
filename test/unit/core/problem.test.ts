import assert from 'node:assert/strict';
import { Problem, sentenceOf } from '../../../src/core/problem.ts';

describe('The sentence of a problem with a file', () => {
  it('begins with the file where it does not name it, however short its name', () => {
    const refused = new Problem('connectionRefused', { host: '127.0.0.1:9' });
    for (const file of ['a', '1', 'the', '127.0.0.1', 'photos/a.png']) {
      assert.equal(sentenceOf(file, refused), `${file}: ${refused.message}`);
    }
  });

  it('stands alone where it names the file', () => {
    for (const file of ['a', 'photos/a.png']) {
      const missing = new Problem('fileNotFound', { file });
      assert.equal(sentenceOf(file, missing), missing.message);
      assert.equal(sentenceOf('b', missing), `b: ${missing.message}`);
    }
  });

  it('stands alone where it names the file by its whole path, whatever parts that', () => {
    for (const [file, whole] of [
      ['a.bin', '/home/anna/a.bin'],
      ['photos/a.png', '/home/anna/photos/a.png'],
      ['photos/a.png', 'C:\\anna\\photos\\a.png'],
      ['photos\\a.png', 'C:\\anna\\photos\\a.png'],
    ] as const) {
      const taken = new Problem('sessionTaken', { file: whole, destination: 'web' });
      assert.equal(sentenceOf(file, taken), taken.message);
      assert.equal(sentenceOf('bin', taken), `bin: ${taken.message}`);
    }
  });

  it('begins with the file where only what the server says ends as it does', () => {
    const refused = new Problem('refusedByServer', { host: 'h', status: 302, reason: ': it redirects to http://h/a' });
    assert.equal(sentenceOf('a', refused), `a: ${refused.message}`);
  });
});
