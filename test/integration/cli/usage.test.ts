import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Porter } from './porter.ts';

describe('porter upload, used wrongly,', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
    await writeFile(join(porter.folder, 'a.txt'), 'hello');
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  for (const [what, args, expected] of [
    ['an address that is none', ['--url', 'nonsense'], /--url in the command line is not right/],
    [
      'an address with a password',
      ['--url', 'http://ada:hunter2@127.0.0.1/'],
      /^porter: --url in the command line is not right: it must hold no user name or password: [^\n]*--to[^\n]*--header(?![^]*hunter2)/,
    ],
    ['flags that need --url', ['--raw'], /'--raw' needs '--url'/],
    ['a field beside --raw', ['--url', 'http://127.0.0.1', '--raw', '--data', 'a=1'], /cannot be used with/],
    [
      'a form field that is there twice',
      ['--url', 'http://127.0.0.1', '--data', 'a=1', '--data', 'a=2'],
      /“a” is there twice/,
    ],
    ['--to beside --url', ['--to', 'x', '--url', 'http://127.0.0.1'], /cannot be used with/],
    ['a second --to', ['--to', 'x', '--to', 'y'], /option '--to <name>' was given twice/],
    ['a size that is none', ['--max-size', 'huge'], /--max-size in the command line is not right/],
    ['a number that is none', ['--retries', '-1'], /whole number/],
    ['a configuration that is missing', ['--config', 'none.json'], /none\.json/],
    ['an unknown option', ['--nonsense'], /unknown option/],
  ] as const) {
    it(`refuses ${what} with 2`, async () => {
      const { code, stdout, stderr } = await porter.run(['upload', 'a.txt', ...args]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }

  it('does not quote a configuration that is no JSON', async () => {
    await writeFile(join(porter.folder, 'c.json'), '{"token": s3cret');
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--config', 'c.json']);
    assert.equal(code, 2);
    assert.match(stderr, /c\.json is not right: it is not JSON/);
    assert.doesNotMatch(stderr, /s3cret/);
  });
});

describe('porter', () => {
  it('tells its version, and the usage of each command', async () => {
    await using porter = await Porter.open();
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal((await porter.run(['--version'])).stdout, `${version}\n`);
    for (const command of ['upload', 'ocr', 'parse', 'serve']) {
      const { code, stdout } = await porter.run([command, '--help']);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: porter ${command}`));
      assert.equal((await porter.run([command, '--version'])).stdout, `${version}\n`);
    }
  });
});
