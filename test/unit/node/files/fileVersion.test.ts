import assert from 'node:assert/strict';
import { versionOf } from '../../../../src/node/files/fileVersion.ts';

describe('The version of a file', () => {
  const stats = { size: 20n, mtimeNs: 17n, ctimeNs: 17n, dev: 66305n, ino: 131n };

  it('is the same when a restart has changed the number of its device', () => {
    const restarted = { ...stats, dev: 66306n };
    assert.equal(versionOf(restarted), versionOf(stats));
  });

  it('is another when it was written to, or another file took its place', () => {
    for (const more of [{ size: 21n }, { mtimeNs: 18n }, { ctimeNs: 18n }, { ino: 132n }]) {
      assert.notEqual(versionOf({ ...stats, ...more }), versionOf(stats));
    }
  });
});
