import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * The authorities that are trusted, in PEM: those that Node trusts (its own list and NODE_EXTRA_CA_CERTS) and those
 * that this system does: the authority of a company is often installed only there.
 */
export function trustedCertificates(besides?: string): string[] {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  return [...new Set(besides === undefined ? known : [...known, besides])];
}

/** For connections to servers that show a certificate of the authorities that Node trusts, and are shown none. */
export function usualContext(): SecureContext {
  return createSecureContext({});
}

/** The same, of those that this system trusts too: to read them takes longer than a small upload. */
export function trustingContext(): SecureContext {
  return createSecureContext({ ca: trustedCertificates() });
}
