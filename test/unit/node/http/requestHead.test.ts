import assert from 'node:assert/strict';
import { writeHead } from '../../../../src/node/http/requestHead.ts';

describe('the head of a request', () => {
  const write = (headers: Record<string, string>, { method = 'POST', target = '/a?b', size = 2 } = {}) =>
    writeHead({ method, target, headers }, 'host.test:81', size);

  it('is written as HTTP/1.1 has it', () => {
    assert.equal(
      write({ accept: '*/*', 'x-name': 'a\xe4' }),
      'POST /a?b HTTP/1.1\r\nhost: host.test:81\r\nconnection: keep-alive\r\naccept: */*\r\nx-name: a\xe4\r\ncontent-length: 2\r\n\r\n',
    );
  });

  it('has the host that is named', () => {
    assert.match(write({ host: 'other.test' }), /^POST \S+ HTTP\/1.1\r\nhost: other\.test\r\nconnection/);
    assert.doesNotMatch(write({ host: 'other.test' }), /host\.test/);
  });

  it('asks a server to close after HEAD', () => {
    assert.match(write({}, { method: 'HEAD', size: 0 }), /\r\nconnection: close\r\n\r\n$/);
  });

  for (const method of ['POST', 'PUT', 'PATCH']) {
    it(`of ${method} without a body says so`, () => {
      assert.match(write({}, { method, size: 0 }), /\r\ncontent-length: 0\r\n/);
    });
  }

  for (const method of ['GET', 'DELETE', 'MKCOL', 'OPTIONS']) {
    it(`of ${method} without a body says nothing of it`, () => {
      assert.doesNotMatch(write({}, { method, size: 0 }), /content-length/);
    });
  }

  it('tells the length once', () => {
    assert.equal(write({ 'content-length': '2' }).match(/content-length/g)?.length, 1);
  });

  for (const [title, make] of Object.entries({
    'another length': () => write({ 'content-length': '3' }),
    'a line break in a value': () => write({ a: 'b\r\nc: d' }),
    'a line feed in a value': () => write({ a: 'b\nc' }),
    'a carriage return in a value': () => write({ a: 'b\rc' }),
    'a NUL in a value': () => write({ a: 'b\0' }),
    'what is not Latin-1 in a value': () => write({ a: '\u010a' }),
    'a line break in a name': () => write({ 'a\r\nb': 'c' }),
    'a colon in a name': () => write({ 'a:b': 'c' }),
    'a name that is empty': () => write({ '': 'c' }),
    'a line break in the host': () => write({ host: 'a\r\nb: c' }),
    'a coding': () => write({ 'transfer-encoding': 'chunked' }),
    'a line break in the target': () => write({}, { target: '/a\r\nb: c' }),
    'a blank in the target': () => write({}, { target: '/a b' }),
    'a blank in the method': () => write({}, { method: 'GET /' }),
  })) {
    it(`is not written with ${title}`, () => assert.throws(make));
  }
});
