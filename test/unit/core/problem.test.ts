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
});
