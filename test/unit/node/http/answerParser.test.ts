import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AnswerMalformed } from '../../../../src/node/http/answerHead.ts';
import { AnswerParser } from '../../../../src/node/http/answerParser.ts';

/** What is told of an answer. */
interface Told {
  readonly heads: readonly (readonly [status: number, headers: Readonly<Record<string, string>>])[];
  readonly body: string;
  /** What follows the answer. */
  readonly left: string;
  readonly isWhole: boolean;
  readonly isPersistent: boolean;
}

/** Reads the pieces, and then the end of the connection. */
function parse(pieces: readonly Buffer[], method: string): Told {
  const heads: [number, Record<string, string>][] = [];
  let body = '';
  let left = '';
  const parser = new AnswerParser(method, {
    onHead: (status, headers) => heads.push([status, { ...headers }]),
    onData: (bytes) => (body += bytes.toString('latin1')),
  });
  for (const piece of pieces) {
    const taken = parser.hasEnded ? 0 : parser.read(piece);
    left += piece.toString('latin1', taken);
  }
  const isWhole = parser.end();
  return { heads, body, left, isWhole, isPersistent: parser.isPersistent };
}

const parseText = (text: string, method = 'POST') => parse([Buffer.from(text, 'latin1')], method);

const ok = 'HTTP/1.1 200 OK\r\n';

describe('an answer of HTTP/1.1', () => {
  describe('is read as it stands:', () => {
    const cases: Record<string, [text: string, told: Partial<Told>, method?: string]> = {
      'as long as it says': [
        `${ok}Content-Length: 2\r\n\r\nok`,
        { heads: [[200, { 'content-length': '2' }]], body: 'ok', isWhole: true, isPersistent: true },
      ],
      'without a body': [`${ok}content-length: 0\r\n\r\n`, { body: '', isWhole: true, isPersistent: true }],
      'without a reason': ['HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', { heads: [[200, { 'content-length': '0' }]] }],
      'with blanks and tabs around values, and none of them in': [
        `${ok}a:\t b c \t\r\nb:\r\ncontent-length:0\r\n\r\n`,
        { heads: [[200, { a: 'b c', b: '', 'content-length': '0' }]] },
      ],
      'with bytes above ASCII, a blank of theirs at the end among them': [
        `${ok}a: \xe4\xa0\r\ncontent-length: 0\r\n\r\n`,
        { heads: [[200, { a: '\xe4\xa0', 'content-length': '0' }]] },
      ],
      'with fields that are repeated, joined': [
        `${ok}A: 1\r\na: 2\r\ncontent-length: 0\r\n\r\n`,
        { heads: [[200, { a: '1, 2', 'content-length': '0' }]] },
      ],
      'with fields that are called like what objects have': [
        `${ok}constructor: 1\r\ncontent-length: 0\r\n\r\n`,
        { heads: [[200, { constructor: '1' as never, 'content-length': '0' }]] },
      ],
      'in chunks, with extensions and trailers': [
        `${ok}Transfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\n0A ;c\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n`,
        { body: 'abc0123456789', isWhole: true, isPersistent: true },
      ],
      'until the connection closes': [`${ok}\r\nall`, { body: 'all', isWhole: true, isPersistent: false }],
      'of HTTP/1.0, after which nothing may follow': [
        'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
        { isWhole: true, isPersistent: false },
      ],
      'that closes its connection': [
        `${ok}Connection: x, Close\r\ncontent-length: 0\r\n\r\n`,
        { isWhole: true, isPersistent: false },
      ],
      'after provisional ones': [
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 204 x\r\n\r\n',
        {
          heads: [
            [100, {}],
            [103, { link: 'x' }],
            [204, {}],
          ],
          isWhole: true,
          isPersistent: true,
        },
      ],
      'to HEAD, whatever length it tells': [
        `${ok}content-length: 9\r\n\r\n`,
        { body: '', isWhole: true, isPersistent: false },
        'HEAD',
      ],
      'with 204 and a length, after which nothing may follow': [
        'HTTP/1.1 204 x\r\ncontent-length: 2\r\n\r\nok',
        { body: '', left: 'ok', isWhole: true, isPersistent: false },
      ],
      'with 304 and a length': [
        'HTTP/1.1 304 x\r\ncontent-length: 2\r\n\r\n',
        { body: '', isWhole: true, isPersistent: false },
      ],
      'with what follows it left alone': [
        `${ok}content-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nsmuggled`,
        { body: 'ok', left: 'HTTP/1.1 200 OK\r\n\r\nsmuggled', isWhole: true },
      ],
      'with what follows its last chunk left alone': [
        `${ok}transfer-encoding: chunked\r\n\r\n0\r\n\r\nmore`,
        { body: '', left: 'more', isWhole: true },
      ],
    };
    for (const [title, [text, told, method]] of Object.entries(cases)) {
      it(title, () => {
        const all = parseText(text, method);
        assert.deepEqual({ ...all, ...told }, all);
      });
    }
  });

  describe('is not whole when it breaks off', () => {
    for (const text of [
      'HTTP/1.1 2',
      `${ok}content-le`,
      `${ok}content-length: 3\r\n\r\nok`,
      `${ok}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`,
      `${ok}transfer-encoding: chunked\r\n\r\n0\r\nx: y\r\n`,
      'HTTP/1.1 100 Continue\r\n\r\n',
    ]) {
      it(JSON.stringify(text), () => assert.equal(parseText(text).isWhole, false));
    }
  });

  describe('is refused', () => {
    const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;
    const cases: Record<string, string> = {
      'when it is another protocol': '220 mail.test ESMTP\r\n',
      'of another version': 'HTTP/2 200 OK\r\n\r\n',
      'of HTTP/1.2': 'HTTP/1.2 200 OK\r\n\r\n',
      'with a status of two digits': 'HTTP/1.1 20 OK\r\n\r\n',
      'with a status of four': 'HTTP/1.1 2000 OK\r\n\r\n',
      'with a status below 100': 'HTTP/1.1 099 OK\r\n\r\n',
      'with two blanks before its status': 'HTTP/1.1  200 OK\r\n\r\n',
      'when it changes the protocol': 'HTTP/1.1 101 x\r\nupgrade: y\r\n\r\n',
      'with a blank line before it': `\r\n${ok}\r\n`,
      'with lines that end with LF': 'HTTP/1.1 200 OK\ncontent-length: 0\n\n',
      'with one line that ends with LF': `${ok}a: b\ncontent-length: 0\r\n\r\n`,
      'with a CR in a line': `${ok}a: b\rc\r\ncontent-length: 0\r\n\r\n`,
      'with a NUL in a header': `${ok}a: b\0c\r\ncontent-length: 0\r\n\r\n`,
      'with a line that continues the one before': `${ok}a: b\r\n c\r\ncontent-length: 0\r\n\r\n`,
      'with a blank before the colon': `${ok}content-length : 0\r\n\r\n`,
      'with a header without a name': `${ok}: 0\r\n\r\n`,
      'with a header without a colon': `${ok}content-length\r\n\r\n`,
      'with headers that are too many': `${ok}${'a:\r\n'.repeat(300)}\r\n`,
      'with headers that are too long': `${ok}a: ${'x'.repeat(17_000)}\r\n\r\n`,
      'with headers that are too long and don’t end': `${ok}a: ${'x'.repeat(17_000)}`,
      'with a length that is no number': `${ok}content-length: two\r\n\r\n`,
      'with a length that is empty': `${ok}content-length:\r\n\r\n`,
      'with a negative length': `${ok}content-length: -1\r\n\r\n`,
      'with a length with a sign': `${ok}content-length: +1\r\n\r\n`,
      'with a length in hex': `${ok}content-length: 0x1\r\n\r\n`,
      'with a length that nobody can count': `${ok}content-length: 18446744073709551617\r\n\r\n`,
      'with lengths that differ': `${ok}content-length: 1\r\ncontent-length: 2\r\n\r\n`,
      'with two lengths': `${ok}content-length: 1\r\ncontent-length: 1\r\n\r\n`,
      'with a list of lengths': `${ok}content-length: 1, 1\r\n\r\n`,
      'with a length and chunks': `${ok}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      'with another coding': `${ok}transfer-encoding: gzip, chunked\r\n\r\n`,
      'with chunks twice': `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`,
      'with chunks that are none': `${ok}transfer-encoding: xchunked\r\n\r\n`,
      'with chunks in HTTP/1.0': 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
      'with a chunk without a size': `${chunked}\r\nabc`,
      'with a chunk of a negative size': `${chunked}-1\r\nabc`,
      'with a chunk of a size with a prefix': `${chunked}0x3\r\nabc\r\n0\r\n\r\n`,
      'with a blank behind the size of a chunk': `${chunked}3 \r\nabc\r\n0\r\n\r\n`,
      'with a size that nobody can count': `${chunked}fffffffffffffff1\r\nabc`,
      'with a size line that ends with LF': `${chunked}3\nabc\r\n0\r\n\r\n`,
      'with a chunk that is longer than it says': `${chunked}2\r\nabc\r\n0\r\n\r\n`,
      'with a chunk that is followed by LF': `${chunked}3\r\nabc\n0\r\n\r\n`,
      'with a control in an extension': `${chunked}3;\0\r\nabc\r\n0\r\n\r\n`,
      'with an extension without an end': `${chunked}3;${'x'.repeat(17_000)}`,
      'with extensions without an end': chunked + `1;${'x'.repeat(1000)}\r\na\r\n`.repeat(20),
      'with trailers without an end': `${chunked}0\r\n${`a: ${'x'.repeat(1000)}\r\n`.repeat(20)}`,
      'with a trailer that is none': `${chunked}0\r\nno field\r\n\r\n`,
    };
    for (const [title, text] of Object.entries(cases)) {
      it(title, () => assert.throws(() => parseText(text), AnswerMalformed));
    }
  });

  const name = fc.stringMatching(/^[a-z][a-z-]{0,8}$/).filter((made) => !/^(?:connection|content-length)$/.test(made));
  const value = fc.stringMatching(/^[!-~]([ -~\x80-\xff]{0,12}[!-~])?$/);
  const fields = fc.array(
    fc.tuple(name, value).map(([key, text]) => `${key}: ${text}\r\n`),
    { maxLength: 4 },
  );
  const line = fc.tuple(fc.integer({ min: 200, max: 599 }), fc.constantFrom(' x', ' ', ''));
  const provisional = fc.constantFrom('', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 102 x\r\na: b\r\n\r\n');
  const text = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  const chunk = fc
    .tuple(
      text.filter((made) => made !== ''),
      fc.constantFrom('', ';a', ' ;b="c"'),
    )
    .map(([bytes, extension]) => `${bytes.length.toString(16)}${extension}\r\n${bytes}\r\n`);
  const framed = fc.oneof(
    text.map((body) => `content-length: ${body.length}\r\n\r\n${body}`),
    fc
      .tuple(fc.array(chunk), fields)
      .map(([chunks, trailers]) => `transfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n${trailers.join('')}\r\n`),
    text.map((body) => `\r\n${body}`),
  );
  /** One that is right, or wrong in a byte. */
  const answer = fc
    .tuple(provisional, line, fields, framed, text, fc.option(fc.tuple(fc.nat(), fc.nat({ max: 255 }))))
    .map(([before, [status, reason], headers, body, after, damage]) => {
      const all = `${before}HTTP/1.1 ${status}${reason}\r\n${headers.join('')}${body}${after}`;
      const bytes = Buffer.from(all, 'latin1');
      if (damage) bytes[damage[0] % bytes.length] = damage[1];
      return bytes;
    });

  it('is the same however the network cuts it', () => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat()), fc.constantFrom('POST', 'HEAD'), (bytes, cuts, method) => {
        const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
        const ends = [...places, bytes.length];
        const pieces = ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
        const each = Array.from(bytes, (byte) => Buffer.of(byte));
        const whole = outcome([bytes], method);
        assert.deepEqual(outcome(pieces, method), whole);
        assert.deepEqual(outcome(each, method), whole);
      }),
      { numRuns: 1000 },
    );
  });

  /** What is told, or that it is refused: where that is seen may be sooner. */
  function outcome(pieces: readonly Buffer[], method: string): Told | 'refused' {
    try {
      return parse(pieces, method);
    } catch (error) {
      assert.ok(error instanceof AnswerMalformed, String(error));
      return 'refused';
    }
  }
});
