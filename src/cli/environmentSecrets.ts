import type { Secrets } from '../core/ports.ts';
import { Problem } from '../core/problem.ts';

/** `${secret:NAME}` of the command line: the environment variable `PORTER_SECRET_NAME`, in that spelling. */
export function environmentSecrets(destination: string): Secrets {
  return {
    /** @throws Problem `variableMissing`, which says what to set. */
    get(secret) {
      const name = `PORTER_SECRET_${secret}`;
      const value = process.env[name];
      return value === undefined || value === ''
        ? Promise.reject(new Problem('variableMissing', { name, destination }))
        : Promise.resolve(value);
    },
  };
}
