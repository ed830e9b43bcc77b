import { errors } from 'undici';
import { throwIfAborted } from '../../core/clock.ts';
import { Problem } from '../../core/problem.ts';
import { parseRetryAfter } from '../../core/retryPolicy.ts';
import { networkCodeOf, TransferError } from '../../core/transferError.ts';
import { AnswerUnusable, type Answer } from '../http/answer.ts';
import { ExchangeFailed } from '../http/connection.ts';
import { IdleTimeout } from '../http/connector.ts';
import { ProxyFailure } from '../http/proxyFailure.ts';

/** What a request threw, as `Destination.send` tells it: for a person, and for the retry policy. */
export function requestFailure(thrown: unknown, timeoutSeconds: number, signal: AbortSignal): Error {
  throwIfAborted(signal);
  const causes = chainOf(thrown);
  // One of a file or a setting, out of the body.
  const problem = causes.find((error) => error instanceof Problem);
  if (problem !== undefined) return problem;
  if (!(thrown instanceof ExchangeFailed)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const { host, sent } = thrown;
  const isIdle = causes.some((error) => error instanceof IdleTimeout);
  const code = isIdle ? 'ETIMEDOUT' : (networkCodeOf(thrown) ?? '');
  const proxy = causes.find((error) => error instanceof ProxyFailure);
  if (proxy?.status !== undefined) {
    return new TransferError(
      proxyProblem(proxy, host, code, causes),
      { sent, status: proxy.status },
      { cause: thrown },
    );
  }
  const alert = /^ERR_SSL_.*_ALERT_(.+)$/.exec(code)?.[1];
  if (alert !== undefined && !proxy) {
    // A server that refuses TLS has taken nothing, even where it says so only after the first bytes (RFC 8446 §4.4.2.4).
    return new TransferError(alertProblem(alert, host), { sent: 'nothing', networkCode: code }, { cause: thrown });
  }
  const told = proxy ? proxyProblem(proxy, host, code, causes) : networkProblem(code, host, timeoutSeconds, causes);
  return new TransferError(told, { sent, ...(code === '' ? {} : { networkCode: code }) }, { cause: thrown });
}

function networkProblem(code: string, host: string, seconds: number, causes: readonly Error[]): Problem {
  const unusable = causes.find((error) => error instanceof AnswerUnusable);
  if (unusable) return new Problem('answerInvalid', { host, reason: unusable.message });
  if (code === 'ECONNREFUSED') return new Problem('connectionRefused', { host });
  if (code === 'EMFILE' || code === 'ENFILE') return new Problem('connectionsExhausted', { host });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new Problem('hostNotFound', { host });
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return new Problem('timedOut', { host, seconds });
  if (isCertificateCode(code)) return new Problem('certificateUntrusted', { host, reason: lastReason(causes) });
  if (code.startsWith('ERR_SSL_')) return new Problem('answerInvalid', { host, reason: 'it does not speak TLS' });
  if (causes.some(isMalformed)) return new Problem('answerInvalid', { host, reason: 'it is not HTTP/1.1' });
  return new Problem('connectionLost', { host });
}

const noCertificate = 'it was shown none';

/** @param alert as OpenSSL names it: `CERTIFICATE_REQUIRED`. */
function alertProblem(alert: string, host: string): Problem {
  if (alert === 'CERTIFICATE_REQUIRED') {
    return new Problem('clientCertificateRefused', { host, reason: noCertificate });
  }
  if (/CERTIFICATE|UNKNOWN_CA/.test(alert)) {
    return new Problem('clientCertificateRefused', { host, reason: 'yours is refused' });
  }
  const words = alert.toLowerCase().replaceAll('_', ' ');
  return new Problem('answerInvalid', { host, reason: `it refused TLS (${words})` });
}

function proxyProblem({ proxy, status }: ProxyFailure, host: string, code: string, causes: readonly Error[]): Problem {
  const { setting, credentialsSetting, exceptionsSetting: exceptions } = proxy;
  const at = proxy.url.host;
  if (status === 407) return new Problem('proxyUnauthorized', { proxy: at, setting: credentialsSetting });
  if (status !== undefined) return new Problem('proxyRefused', { proxy: at, host, status, exceptions });
  if (isCertificateCode(code)) return new Problem('certificateUntrusted', { host: at, reason: lastReason(causes) });
  return new Problem('proxyUnreachable', { proxy: at, setting, reason: proxyReason(code, causes) });
}

function proxyReason(code: string, causes: readonly Error[]): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be found';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'it is silent';
  if (code.startsWith('ERR_SSL_')) return 'it does not speak TLS';
  return causes.some(isMalformed) ? 'it does not speak HTTP/1.1' : 'the connection broke off';
}

/** What the deepest error says: behind the semicolon Node advises on its command line. */
function lastReason(causes: readonly Error[]): string {
  return causes.at(-1)?.message.split(';', 1)[0] ?? '';
}

function isMalformed(error: Error): boolean {
  return [errors.HTTPParserError, errors.HeadersOverflowError, errors.ResponseContentLengthMismatchError].some(
    (kind) => error instanceof kind,
  );
}

/** X509_verify_cert(3) as Node names its results, and Node's own check of the name. */
function isCertificateCode(code: string): boolean {
  return /CERT|CRL|^UNABLE_TO_|^(?:INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/.test(code);
}

function chainOf(thrown: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let error = thrown; error instanceof Error && !chain.includes(error); error = error.cause) chain.push(error);
  return chain;
}

/** An answer that is no success. */
export function refusal(answer: Answer): TransferError {
  const { status, headers } = answer;
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const failure = { status, sent: 'something' as const, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new TransferError(refusalProblem(answer), failure);
}

/** An answer that is a success by its status only. */
export function toldFailure({ status, url: { host } }: Answer): TransferError {
  const reason = ' (its answer tells of an error)';
  return new TransferError(new Problem('refusedByServer', { host, status, reason }), { status, sent: 'something' });
}

function refusalProblem(answer: Answer): Problem {
  const { status } = answer;
  const { host } = answer.url;
  switch (status) {
    case 401:
    case 403:
    case 407:
      return new Problem('unauthorized', { host, status });
    case 404:
    case 410:
      return new Problem('notFoundAtServer', { host, status });
    case 413:
      return new Problem('tooLargeForServer', { host });
  }
  // nginx tells it in the page of its status 400 only.
  const [, told] = /<title>400 (No required SSL certificate|The SSL certificate error)/.exec(answer.text) ?? [];
  if (status === 400 && told !== undefined) {
    const reason = told.startsWith('No') ? noCertificate : 'yours is refused';
    return new Problem('clientCertificateRefused', { host, reason });
  }
  if (status >= 500) return new Problem('serverFailed', { host, status });
  return new Problem('refusedByServer', { host, status, reason: reasonOf(answer) });
}

/** Where it redirects to, or the server's own words as RFC 9457 has them; nothing else of an answer is shown. */
function reasonOf({ status, headers, text, url }: Answer): string {
  const location = headers['location'];
  if (status < 400 && location !== undefined && URL.canParse(location, url.href)) {
    const { origin, pathname } = new URL(location, url.href);
    return ` (it redirects to ${origin}${pathname})`;
  }
  if (!/^application\/problem\+json\b/i.test(headers['content-type'] ?? '')) return '';
  const told = parseObject(text);
  const words = [told['title'], told['detail']].filter((word) => typeof word === 'string').map(plain);
  return words.length === 0 ? '' : ` (${words.join(': ')})`;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A server's text inside of a sentence: one line, not long, nothing invisible. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim();
  return line.replace(/\.$/, '').slice(0, 200);
}
