/** The certificates of a destination: which it trusts besides the usual ones, and which it shows. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { Problem } from '../../core/problem.ts';
import type { TlsFiles } from '../../core/profile/profile.ts';
import { expandText } from '../../core/profile/expandTemplate.ts';
import { inHome } from '../files/homeFolder.ts';
import { trustedCertificates } from '../http/trustedCertificates.ts';
import type { FileValues } from './fileValues.ts';

/** What is shown to the destination's own server, and to any other that it leads to. */
interface Contexts {
  readonly own: SecureContext;
  readonly others: SecureContext;
}

/** Reads the files when the first connection wants them, once. */
export class TlsContexts {
  readonly #files: TlsFiles;
  readonly #origin: string;
  readonly #values: FileValues;
  #contexts: Promise<Contexts> | undefined;

  /** @param origin of the destination's own server: no other is shown the certificate. */
  constructor(files: TlsFiles, origin: string, values: FileValues) {
    this.#files = files;
    this.#origin = origin;
    this.#values = values;
  }

  /** @throws Problem `tlsFileUnusable`, `secretMissing`, `variableMissing`; AbortError when cancelled. */
  async for(origin: string, signal: AbortSignal): Promise<SecureContext> {
    const reading = (this.#contexts ??= this.#read(signal));
    try {
      const { own, others } = await reading;
      return origin === this.#origin ? own : others;
    } catch (error) {
      // It may have been somebody else who cancelled.
      if (this.#contexts === reading) this.#contexts = undefined;
      if (signal.aborted || !isAbort(error)) throw error;
      return this.for(origin, signal);
    }
  }

  async #read(signal: AbortSignal): Promise<Contexts> {
    const ca = await this.#readFile('ca', signal);
    const cert = await this.#readFile('cert', signal);
    const key = await this.#readFile('key', signal);
    const template = this.#files.passphrase;
    const passphrase = template === undefined ? undefined : await expandText(template, this.#values.ofNone(), signal);
    if (ca) this.#certificate('ca', ca);
    const trusted = trustedCertificates(ca?.toString());
    const others = createSecureContext({ ca: trusted });
    if (!cert || !key) return { own: others, others };
    this.#requirePair(cert, key, passphrase);
    const own = createSecureContext({ ca: trusted, cert, key, ...(passphrase === undefined ? {} : { passphrase }) });
    return { own, others };
  }

  async #readFile(field: 'ca' | 'cert' | 'key', signal: AbortSignal): Promise<Buffer | undefined> {
    const path = this.#files[field];
    if (path === undefined) return undefined;
    try {
      return await readFile(inHome(path), { signal });
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      throw this.#unusable(field, code === 'ENOENT' ? 'it does not exist' : 'it cannot be read', error);
    }
  }

  #certificate(field: 'ca' | 'cert', pem: Buffer): X509Certificate {
    try {
      return new X509Certificate(pem);
    } catch (error) {
      throw this.#unusable(field, 'it holds no certificate in PEM', error);
    }
  }

  #requirePair(cert: Buffer, pem: Buffer, passphrase: string | undefined): void {
    const certificate = this.#certificate('cert', cert);
    const isEncrypted = pem.includes('ENCRYPTED');
    if (isEncrypted && passphrase === undefined) {
      throw this.#unusable('key', 'it is encrypted, and tls has no passphrase');
    }
    let isOfCertificate: boolean;
    try {
      isOfCertificate = certificate.checkPrivateKey(createPrivateKey({ key: pem, passphrase: passphrase ?? '' }));
    } catch (error) {
      throw this.#unusable('key', isEncrypted ? 'its passphrase is another' : 'it holds no private key in PEM', error);
    }
    if (!isOfCertificate) throw this.#unusable('key', 'it is not that of the certificate');
  }

  #unusable(field: 'ca' | 'cert' | 'key', reason: string, cause?: unknown): Problem {
    const { destination } = this.#values;
    const told = { destination, field: `tls.${field}`, file: this.#files[field] ?? '', reason };
    return new Problem('tlsFileUnusable', told, { cause });
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
