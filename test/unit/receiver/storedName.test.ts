import assert from 'node:assert/strict';
import { storedName } from '../../../src/receiver/storedName.ts';

describe('storedName', () => {
  it('keeps on Windows nothing that its disks refuse', () => {
    assert.equal(storedName('a"b<c>d|e?f*g.txt', 'win32'), 'a_b_c_d_e_f_g.txt');
    assert.equal(storedName('CON?', 'win32'), 'CON_');
  });

  it('keeps elsewhere what is a name there', () => {
    assert.equal(storedName('a"b<c>d|e?f*g.txt', 'linux'), 'a"b<c>d|e?f*g.txt');
  });

  it('is a name and nothing more everywhere', () => {
    for (const platform of ['win32', 'linux'] as const) {
      assert.equal(storedName('../../a.txt', platform), 'a.txt');
      assert.equal(storedName('NUL', platform), '_NUL');
    }
  });
});
