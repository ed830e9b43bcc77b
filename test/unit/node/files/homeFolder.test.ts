import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inHome } from '../../../../src/node/files/homeFolder.ts';

describe('A path that a setting names', () => {
  it('is in the user’s folder when it begins with ~/', () => {
    assert.equal(inHome('~/some/folder'), join(homedir(), 'some/folder'));
  });

  it('is what it says else', () => {
    for (const path of ['/a/b', 'C:\\a', '/a/~/b', '~anna/b']) assert.equal(inHome(path), path);
  });
});
