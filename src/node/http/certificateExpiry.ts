import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Node's error for a certificate that has expired, with the end of its time. */
interface ExpiredCertificate extends Error {
  readonly expired: Date;
}

export function isExpired(error: Error): error is ExpiredCertificate {
  return 'expired' in error;
}

/** Has the error for a certificate that has expired tell when, which Node's does not. */
export function tellExpiry(socket: Socket): void {
  if (!isSecure(socket)) return;
  const destroy = socket._destroy.bind(socket);
  socket._destroy = (error, done) => {
    // Not before: a connection that goes on would be compared with the name of the authority.
    const shown = error && 'code' in error && error.code === 'CERT_HAS_EXPIRED' && socket.getPeerX509Certificate();
    const expired = shown ? expiryIn(shown) : undefined;
    if (error && expired) Object.assign(error, { expired } satisfies Pick<ExpiredCertificate, 'expired'>);
    destroy(error, done);
  };
}

/** `instanceof` would load TLS for those that do not need it. */
function isSecure(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

/** Of the certificate, or else of the first of its authorities that has expired. */
function expiryIn(shown: X509Certificate): Date | undefined {
  const seen = new Set<string>();
  for (
    let one: X509Certificate | undefined = shown;
    one && !seen.has(one.fingerprint256);
    one = one.issuerCertificate
  ) {
    const end = new Date(one.validTo);
    if (end.getTime() < Date.now()) return end;
    seen.add(one.fingerprint256);
  }
  return undefined;
}
