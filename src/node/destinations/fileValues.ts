import type { Source } from '../../core/model.ts';
import type { TemplateValues } from '../../core/profile/expandTemplate.ts';
import { memorySource } from '../files/memorySource.ts';
import { wholeOf } from '../files/wholeSource.ts';
import type { DestinationServices } from './destinationServices.ts';

/** What the placeholders in a destination's templates stand for, file by file. */
export class FileValues {
  readonly destination: string;
  readonly #services: DestinationServices;
  /** What is the same whatever the file. */
  readonly #common: Omit<TemplateValues, 'source' | 'now'>;
  /** Dates are of when the destination was made: a request that is repeated leads to the same place. */
  readonly dated = Date.now();
  readonly #checksums = new WeakMap<Source, string>();

  /**
   * @param destination its key in the settings.
   * @param origin what its secrets are bound to.
   */
  constructor(destination: string, origin: string, services: DestinationServices) {
    this.destination = destination;
    this.#services = services;
    const { env, secrets, mask } = services;
    this.#common = {
      destination,
      sha256: (of, signal) => this.#sha256(of, signal),
      env: (variable) => env[variable],
      secret: (secret) => secrets.get(secret, origin),
      mask,
    };
  }

  /** @param dated what dates are of, in milliseconds since 1970, where that is another time. */
  of(source: Source, dated = this.dated): TemplateValues {
    return { ...this.#common, source, now: new Date(dated) };
  }

  /** For templates that are the same whatever the file. */
  ofNone(): TemplateValues {
    return this.of(noFile);
  }

  /** As `of`, but that nothing secret is asked for or shown. */
  masked(source: Source): TemplateValues {
    const values = this.of(source);
    return {
      ...values,
      env: (variable) => (values.env(variable) === undefined ? undefined : '***'),
      secret: () => Promise.resolve('***'),
    };
  }

  /** Read once, however many templates ask for it: a source that changes since can't be read any more. */
  async #sha256(source: Source, signal: AbortSignal): Promise<string> {
    const known = this.#checksums.get(source);
    if (known !== undefined) return known;
    const digest = await this.#services.digests.digest(source, wholeOf(source), 'sha256', signal);
    this.#checksums.set(source, digest.toString('hex'));
    return digest.toString('hex');
  }
}

const noFile = memorySource({ id: '', name: '', path: '' }, new Uint8Array());
