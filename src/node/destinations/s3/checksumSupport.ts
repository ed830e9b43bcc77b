import { ChecksumsUnknown } from './s3Refusal.ts';

/**
 * Whether requests hold a CRC-32 of what they send, which S3 compares and keeps. They do over TLS; over plain HTTP the
 * signature covers the payload, and it does so at services that refuse checksums.
 */
export class ChecksumSupport {
  #isGiven: boolean;

  constructor(isSecure: boolean) {
    this.#isGiven = isSecure;
  }

  get isGiven(): boolean {
    return this.#isGiven;
  }

  /** Makes the request, and once more without checksums when the server does not know them. */
  async attempt<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ChecksumsUnknown)) throw error;
      this.#isGiven = false;
      return request();
    }
  }
}
