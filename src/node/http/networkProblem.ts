/** What a connection that failed comes to for a person. */
import { errors } from 'undici';
import { isObject } from '../../core/isObject.ts';
import { Problem } from '../../core/problem.ts';
import { AnswerUnusable } from './answer.ts';
import { isExpired } from './certificateExpiry.ts';
import { isCertificateCode } from './connector.ts';
import type { ProxyFailure } from './proxyFailure.ts';

/**
 * A connection to a server that failed.
 *
 * @param code of the deepest cause.
 * @param seconds the destination's timeout.
 */
export function networkProblem(code: string, host: string, seconds: number, causes: readonly Error[]): Problem {
  const unusable = causes.find((error) => error instanceof AnswerUnusable);
  if (unusable) return new Problem('answerInvalid', { host, reason: unusable.message });
  if (code === 'ECONNREFUSED') return new Problem('connectionRefused', { host });
  if (code === 'EMFILE' || code === 'ENFILE') return new Problem('connectionsExhausted', { host });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new Problem('hostNotFound', { host });
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return new Problem('timedOut', { host, seconds });
  const alert = tlsAlertIn(code);
  if (alert !== undefined) return alertProblem(alert, host);
  if (isCertificateCode(code)) return certificateProblem(host, causes);
  if (code.startsWith('ERR_SSL_')) return new Problem('tlsUnspoken', { host });
  if (causes.some((error) => error instanceof errors.HeadersOverflowError)) {
    return new Problem('answerInvalid', { host, reason: 'its headers are too long' });
  }
  if (causes.some(isMalformed)) return new Problem('answerInvalid', { host, reason: 'it is not HTTP/1.1' });
  return new Problem('connectionLost', { host });
}

/** Why a server that wants a certificate of the client's refused. */
export const noCertificate = 'it was shown none';

/** The alert by which the server refused TLS (RFC 8446 §6), as OpenSSL names it: `CERTIFICATE_REQUIRED`. */
function tlsAlertIn(code: string): string | undefined {
  return /^ERR_SSL_.*_ALERT_(.+)$/.exec(code)?.[1];
}

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

/** A proxy that failed, so that the server was not reached. */
export function proxyProblem(
  { proxy, status }: ProxyFailure,
  host: string,
  code: string,
  causes: readonly Error[],
): Problem {
  const { setting, credentialsSetting, exceptionsSetting: exceptions } = proxy;
  const at = proxy.url.host;
  if (status === 407) return new Problem('proxyUnauthorized', { proxy: at, setting: credentialsSetting });
  if (status !== undefined) return new Problem('proxyRefused', { proxy: at, host, status, exceptions });
  if (isCertificateCode(code)) {
    const names = namesIn(causes);
    const reason = names === undefined ? lastReason(causes) : `it is for ${names}`;
    return expiredProblem(at, causes) ?? new Problem('proxyUntrusted', { proxy: at, setting, reason });
  }
  return new Problem('proxyUnreachable', { proxy: at, setting, reason: proxyReason(code, causes) });
}

function proxyReason(code: string, causes: readonly Error[]): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be found';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'it is silent';
  if (code.startsWith('ERR_SSL_')) return 'it does not speak TLS';
  return causes.some(isMalformed) ? 'it does not speak HTTP/1.1' : 'the connection broke off';
}

function certificateProblem(host: string, causes: readonly Error[]): Problem {
  const names = namesIn(causes);
  if (names !== undefined) return new Problem('certificateOfOther', { host, names });
  return expiredProblem(host, causes) ?? new Problem('certificateUntrusted', { host, reason: lastReason(causes) });
}

function expiredProblem(host: string, causes: readonly Error[]): Problem | undefined {
  const expired = causes.find(isExpired)?.expired;
  return expired && new Problem('certificateExpired', { host, day: expired.toISOString().slice(0, 10) });
}

/** Whom a certificate is for that is trusted, but shown by another; undefined: that is not what is wrong with it. */
function namesIn(causes: readonly Error[]): string | undefined {
  const mismatch = causes.find(isOfOther);
  if (!mismatch) return undefined;
  const told = mismatch.cert.subjectaltname ?? '';
  const names = Array.from(told.matchAll(/(?:DNS|IP Address):([\w.:*-]{1,253})(?=,|$)/g), ([, name]) => name);
  return names.slice(0, mostNames).join(', ') || 'other names';
}

/** Of those that a certificate is for, in a sentence. */
const mostNames = 5;

/** Node's error for a certificate that is for other names. */
function isOfOther(error: Error): error is Error & { readonly cert: { readonly subjectaltname?: string } } {
  return 'code' in error && error.code === 'ERR_TLS_CERT_ALTNAME_INVALID' && 'cert' in error && isObject(error.cert);
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
