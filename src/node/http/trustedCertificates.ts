import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * Trusts what Node trusts (its own list and NODE_EXTRA_CA_CERTS) and what this system trusts: the authority of a
 * company is often installed only there.
 */
export function trustedCertificates(): SecureContext {
  return createSecureContext({ ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])] });
}
