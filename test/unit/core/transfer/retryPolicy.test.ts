import assert from 'node:assert/strict';
import {
  judge,
  parseRetryAfter,
  type RetryCircumstances,
  type RetryHistory,
} from '../../../../src/core/transfer/retryPolicy.ts';
import { networkCodeOf, type Failure } from '../../../../src/core/transfer/transferError.ts';

const almostOne = 0.999999;
const put: RetryCircumstances = { retries: 4, idempotent: true, now: 0, random: () => 0.5 };
/** After this many repetitions. */
const after = (repeated: number) => ({ history: { repeated, damaged: 0, firstFailureAt: 0 } });
const post: RetryCircumstances = { ...put, idempotent: false };

const passingStatuses = [408, 429, 500, 502, 503, 504, 522, 524];
const finalStatuses = [200, 301, 400, 401, 403, 404, 409, 411, 413, 415, 422, 501, 505, 507];
const passingCodes = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
];
const finalCodes = [
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ENOENT',
  'EACCES',
  'UND_ERR_ABORTED',
];

const answered = (status: number, more: Partial<Failure> = {}): Failure => ({ status, sent: 'something', ...more });
const broken = (networkCode: string, sent: Failure['sent'] = 'something'): Failure => ({ networkCode, sent });

describe('the retry policy, for a request that may be sent twice', () => {
  for (const status of passingStatuses) {
    it(`repeats it after ${status}`, () => assert.equal(judge(answered(status), put).kind, 'retry'));
  }
  for (const status of finalStatuses) {
    it(`stops at ${status}`, () => assert.equal(judge(answered(status), put).kind, 'failed'));
  }
  for (const code of passingCodes) {
    it(`repeats it after ${code}`, () => assert.equal(judge(broken(code), put).kind, 'retry'));
  }
  for (const code of finalCodes) {
    it(`stops at ${code}`, () => assert.equal(judge(broken(code), put).kind, 'failed'));
  }
  it('repeats whatever the protocol says that it passes', () => {
    assert.equal(judge(answered(423, { passes: true }), put).kind, 'retry');
    assert.equal(judge(answered(423), put).kind, 'failed');
  });
  it('repeats what arrived damaged a few times only, also where it waits for as long as an outage lasts', () => {
    const damaged = answered(460, { passes: true, isDamaged: true });
    let history: RetryHistory | undefined;
    const next = (failure: Failure) => {
      const verdict = judge(failure, { ...put, retries: Infinity, history });
      if (verdict.kind === 'retry') history = verdict.history;
      return verdict.kind;
    };
    for (let outage = 0; outage < 10; outage++) assert.equal(next(broken('ECONNREFUSED')), 'retry');
    for (let time = 0; time < 4; time++) assert.equal(next(damaged), 'retry');
    assert.equal(next(broken('ECONNREFUSED')), 'retry');
    assert.equal(next(damaged), 'failed');
    assert.equal(judge(damaged, { ...put, retries: 9, ...after(8) }).kind, 'retry');
  });
  it('stops when nothing is known', () => assert.equal(judge({ sent: 'something' }, put).kind, 'failed'));
  it('stops at 400 and 401 also when an earlier answer could be repeated', () => {
    for (const status of [400, 401]) assert.equal(judge(answered(status), { ...put, ...after(2) }).kind, 'failed');
  });
});

describe('the retry policy, for a request that is not safe to send twice', () => {
  for (const [title, failure, kind] of [
    ['repeats it when the connection was refused', broken('ECONNREFUSED', 'nothing'), 'retry'],
    ['repeats it when the name was not found', broken('ENOTFOUND', 'nothing'), 'retry'],
    ['repeats it when no byte was sent', broken('ECONNRESET', 'nothing'), 'retry'],
    ['repeats it after 429', answered(429), 'retry'],
    ['does not know after a reset', broken('ECONNRESET'), 'unknown'],
    ['does not know when no answer came', broken('UND_ERR_HEADERS_TIMEOUT'), 'unknown'],
    ['does not know when a code means nothing to it', broken('EWHATEVER'), 'unknown'],
    ['does not know when a gateway got no answer (504)', answered(504), 'unknown'],
    ['does not know when a gateway got a broken answer (502)', answered(502), 'unknown'],
    ['does not know when a gateway gave up (524)', answered(524), 'unknown'],
    ['fails at 500: the server says so', answered(500), 'failed'],
    ['fails at 503', answered(503), 'failed'],
    ['fails at 408', answered(408), 'failed'],
    ['fails at 413', answered(413), 'failed'],
    ['fails at a certificate, as nothing was sent', broken('CERT_HAS_EXPIRED', 'nothing'), 'failed'],
  ] as const) {
    it(title, () => assert.equal(judge(failure, post).kind, kind));
  }
  it('fails when refused once too often', () => {
    assert.equal(judge(broken('ECONNREFUSED', 'nothing'), { ...post, ...after(4) }).kind, 'failed');
  });
});

describe('the delay before a repetition', () => {
  const delay = (failure: Failure, more: Partial<RetryCircumstances>) => {
    const verdict = judge(failure, { ...put, retries: 100, ...more });
    return verdict.kind === 'retry' ? verdict.delayMs : verdict.kind;
  };
  for (const [repeated, most] of [
    [0, 500],
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [6, 30_000],
    [50, 30_000],
  ] as const) {
    it(`is anything up to ${most} ms after ${repeated} repetitions`, () => {
      assert.equal(delay(answered(503), { ...after(repeated), random: () => 0 }), 0);
      assert.equal(delay(answered(503), { ...after(repeated), random: () => 0.5 }), most / 2);
      assert.equal(Math.round(delay(answered(503), { ...after(repeated), random: () => almostOne }) as number), most);
    });
  }
  it('is at least what Retry-After says, above the cap too', () => {
    assert.equal(delay(answered(429, { retryAfterMs: 120_000 }), {}), 120_000);
  });
  it('is longer than a short Retry-After', () => {
    assert.equal(delay(answered(429, { retryAfterMs: 0 }), {}), 250);
  });
  it('is none when Retry-After lies beyond the deadline', () => {
    assert.equal(delay(answered(429, { retryAfterMs: 3_600_000 }), {}), 'failed');
  });
  it('is none after the deadline', () => {
    assert.equal(delay(answered(503), { ...after(1), now: 15 * 60_000, random: () => 0.5 }), 'failed');
    assert.equal(delay(answered(503), { ...after(1), now: 14 * 60_000 }), 500);
  });
});

describe('the number of repetitions', () => {
  it('is that of the profile', () => {
    assert.equal(judge(answered(503), { ...put, ...after(3) }).kind, 'retry');
    assert.equal(judge(answered(503), { ...put, ...after(4) }).kind, 'failed');
    assert.equal(judge(answered(503), { ...put, retries: 0 }).kind, 'failed');
  });
  it('starts over when the server kept bytes, as does the deadline', () => {
    const late = { ...put, ...after(4), now: 3_600_000 };
    assert.deepEqual(judge(answered(503, { keptBytes: 1 }), late), {
      kind: 'retry',
      delayMs: 250,
      history: { repeated: 1, damaged: 0, firstFailureAt: 3_600_000 },
    });
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 0);
  for (const [value, ms] of [
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['5 minutes', undefined],
    ['2026-01-01', undefined],
    ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
  ] as const) {
    it(`${String(value)} is ${String(ms)} ms`, () => assert.equal(parseRetryAfter(value, now), ms));
  }
});

describe('the network code of an error', () => {
  const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code });
  it('is that of the deepest cause', () => {
    const error = new TypeError('fetch failed', { cause: coded('UND_ERR_SOCKET', coded('ECONNRESET')) });
    assert.equal(networkCodeOf(error), 'ECONNRESET');
  });
  it('is found when several addresses were tried', () => {
    assert.equal(networkCodeOf(new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')])), 'ECONNREFUSED');
  });
  it('survives a ring of causes', () => {
    const error = coded('EPIPE');
    error.cause = error;
    assert.equal(networkCodeOf(error), 'EPIPE');
  });
  it('is none for what is no error', () => assert.equal(networkCodeOf('ECONNRESET'), undefined));
});
