import assert from 'node:assert/strict';
import { Porter } from './porter.ts';

describe('porter serve', () => {
  for (const [what, args, expected] of [
    ['a token beside --no-token', ['--token', 'x', '--no-token'], /cannot be used with/],
    ['a token after --no-token', ['--no-token', '--token', 'x'], /cannot be used with/],
    ['an empty token, which everybody knows', ['--token', ''], /not empty/],
    ['a token that no header can hold', ['--token', 'two words'], /without blanks/],
    ['a port that is none', ['--port', '70000'], /port from 0 to 65535/],
    ['a type that is none', ['--allow', 'png'], /--allow in the command line is not right/],
  ] as const) {
    it(`refuses ${what} with 2`, async () => {
      await using porter = await Porter.open();
      const { code, stdout, stderr } = await porter.run(['serve', ...args]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }

  it('says that a folder cannot be made, also where the system cannot say why', async () => {
    await using porter = await Porter.open();
    const { code, stderr } = await porter.run(['serve', '--dir', '/proc/x/y']);
    assert.equal(code, 2);
    assert.match(stderr, /The folder \/proc\/x\/y cannot be used \(.*\)\. Choose another\./);
  });
});
