import type { Secrets } from '../core/ports.ts';

/** `${secret:NAME}` of the command line: the environment variable `PORTER_SECRET_NAME`, in that spelling. */
export const environmentSecrets: Secrets = {
  get: (name) => Promise.resolve(process.env[`PORTER_SECRET_${name}`]),
};
