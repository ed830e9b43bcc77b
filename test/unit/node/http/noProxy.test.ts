import assert from 'node:assert/strict';
import { isExcepted, isLoopback } from '../../../../src/node/http/noProxy.ts';

describe('a rule for servers without a proxy', () => {
  const cases: [rule: string, server: string, isExcepted: boolean][] = [
    ['*', 'https://example.com', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://files.example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['.example.com', 'https://files.example.com', true],
    ['*.example.com', 'https://files.example.com', true],
    [' EXAMPLE.com. ', 'https://Example.com./x', true],
    ['example.com:8080', 'http://example.com:8080', true],
    ['example.com:8080', 'http://example.com', false],
    ['example.com:80', 'http://example.com', true],
    ['example.com:443', 'https://example.com', true],
    ['192.0.2.7', 'http://192.0.2.7', true],
    ['2.7', 'http://192.0.2.7', false],
    ['192.0.2.0/24', 'http://192.0.2.7', true],
    ['192.0.2.0/24', 'http://192.0.3.7', false],
    ['192.0.2.0/24', 'http://example.com', false],
    ['192.0.2.0/99', 'http://192.0.2.7', false],
    ['2001:db8::1', 'http://[2001:db8::1]', true],
    ['[2001:db8::1]:8080', 'http://[2001:db8::1]:8080', true],
    ['[2001:db8::1]:8080', 'http://[2001:db8::1]', false],
    ['2001:db8::/32', 'http://[2001:db8::1]', true],
    ['', 'http://example.com', false],
    ['.', 'http://example.com', false],
  ];
  for (const [rule, server, expected] of cases) {
    it(`“${rule}” ${expected ? 'excepts' : 'is not for'} ${server}`, () => {
      assert.equal(isExcepted(new URL(server), ['other.test', rule]), expected);
    });
  }
});

describe('a server on this machine', () => {
  for (const host of [
    'localhost',
    'a.localhost',
    'localhost.',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ]) {
    it(`is ${host}`, () => {
      assert.ok(isLoopback(new URL(`http://${host}:8080/`)));
    });
  }

  for (const host of ['example.com', 'localhost.example.com', '128.0.0.1', '[::2]', '0.0.0.0']) {
    it(`is not ${host}`, () => {
      assert.ok(!isLoopback(new URL(`http://${host}/`)));
    });
  }
});
