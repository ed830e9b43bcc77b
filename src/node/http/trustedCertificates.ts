import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * The authorities that are trusted, in PEM: those that Node trusts (its own list and NODE_EXTRA_CA_CERTS) and those that
 * this system does: the authority of a company is often installed only there.
 */
export function trustedCertificates(besides?: string): string[] {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  return [...new Set(besides === undefined ? known : [...known, besides])];
}

/** For connections to servers that show a certificate of these authorities, and are shown none. */
export function trustingContext(): SecureContext {
  return createSecureContext({ ca: trustedCertificates() });
}
