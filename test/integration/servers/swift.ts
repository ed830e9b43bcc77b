import { fileURLToPath } from 'node:url';
import { startProgram, type Program } from './program.ts';

/** An S3 service that is none of ours: OpenStack Swift with s3api (swift_s3.py). */
export interface Swift extends Program {
  /** `http://127.0.0.1:PORT`, with path style. */
  readonly endpoint: string;
  createBucket(name: string): Promise<void>;
  /** What is stored, read by Swift's own interface; undefined when there is nothing. */
  read(bucket: string, key: string): Promise<Buffer | undefined>;
  /**
   * What is left of multipart uploads: those that were begun and neither completed nor aborted (`KEY/UPLOADID`), and
   * parts of objects that there are none of (`KEY/UPLOADID/PART`).
   */
  unfinished(bucket: string): Promise<readonly string[]>;
}

export const swiftKeys = { accessKeyId: 'test:tester', secretAccessKey: 'testing', region: 'us-east-1' };

interface SwiftOptions {
  /** That of an earlier run that is to go on. */
  readonly port?: number;
  /** Of every part of an object but the last, in bytes; default 5 MiB, as everywhere. */
  readonly smallestPart?: number;
}

/** Starts it over what the folder holds. */
export async function startSwift(folder: string, options: SwiftOptions = {}): Promise<Swift> {
  const { port = 0, smallestPart = 5 * 1024 ** 2 } = options;
  const script = fileURLToPath(new URL('swift_s3.py', import.meta.url));
  const args = [script, folder, String(port), String(smallestPart)];
  const program = await startProgram('/usr/bin/python3', args, { ready: /^(\d+)$/ });
  const endpoint = `http://127.0.0.1:${program.port}`;
  const token = await signIn(endpoint);

  async function ask(method: string, path: string): Promise<Response> {
    return fetch(`${endpoint}/v1/AUTH_test/${path}`, { method, headers: { 'x-auth-token': token } });
  }

  return {
    ...program,
    endpoint,
    async createBucket(name) {
      const { status } = await ask('PUT', name);
      if (status !== 201 && status !== 202) throw new Error(`Swift answered ${status}`);
    },
    async read(bucket, key) {
      const answer = await ask('GET', `${bucket}/${encodeURIComponent(key)}`);
      if (answer.status === 404) return undefined;
      // Also of an object of which parts are missing (409).
      if (!answer.ok) throw new Error(`Swift answered ${answer.status} to reading ${key}: ${await answer.text()}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async unfinished(bucket) {
      // s3api keeps a mark for each upload beside its parts until it is completed or aborted.
      const listing = await ask('GET', encodeURIComponent(`${bucket}+segments`));
      const names = (listing.ok ? await listing.text() : '').split('\n').filter((name) => name !== '');
      const left: string[] = [];
      for (const name of names) {
        const [, key] = /^(.*)\/[^/]+\/\d+$/.exec(name) ?? [];
        if (key === undefined || !(await ask('HEAD', `${bucket}/${encodeURIComponent(key)}`)).ok) left.push(name);
      }
      return left;
    },
  };
}

async function signIn(endpoint: string): Promise<string> {
  const headers = { 'x-auth-user': 'test:tester', 'x-auth-key': 'testing' };
  const { status, headers: told } = await fetch(`${endpoint}/auth/v1.0`, { headers });
  const token = told.get('x-auth-token');
  if (token === null) throw new Error(`Swift answered ${status} without a token`);
  return token;
}
