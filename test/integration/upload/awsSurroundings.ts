import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { Destination } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile/profile.ts';
import { answerOf, startScriptedServer, type Script, type TakenRequest } from '../servers/scriptedServer.ts';
import { destinationOf, plannedBytes, quiet, type Listening } from './given.ts';

export const etag = `"${createHash('md5').update('hello').digest('hex')}"`;
export const file = plannedBytes('hello');

/** A home without credentials, and a server that takes a file with any, each test anew. */
export function awsSurroundings() {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const servers: Listening[] = [];
  let requests: readonly TakenRequest[];
  let endpoint: string;
  let mask: SecretMask;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-aws-'));
    mask = new SecretMask();
    environment = process.env;
    const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
    process.env = { ...Object.fromEntries(others), HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
    await serveS3(() => answerOf(200, { etag }));
  });

  afterEach(async () => {
    process.env = environment;
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  async function serve(script: Script) {
    const server = await startScriptedServer(script);
    servers.push(server);
    return server;
  }

  async function serveS3(script: Script): Promise<void> {
    ({ url: endpoint, requests } = await serve(script));
  }

  const destination = (more: Partial<S3Profile> = {}): Destination =>
    destinationOf({ kind: 's3', endpoint, bucket: 'photos', ...more }, { mask });

  const put = (to = destination()) => to.send([file], quiet);

  /** The key id, and the token, of each request. */
  const used = () =>
    requests.map(({ headers }) => {
      const [, id] = /Credential=([^/]*)\//.exec(headers['authorization'] ?? '') ?? [];
      return [id, headers['x-amz-security-token']];
    });

  async function write(path: string, text: string): Promise<string> {
    const whole = join(folder, path);
    await mkdir(join(whole, '..'), { recursive: true });
    await writeFile(whole, text);
    return whole;
  }

  const keys = (id: string) => ({ AccessKeyId: id, SecretAccessKey: `secret of ${id}`, Token: `token of ${id}` });
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

  return {
    serve,
    serveS3,
    destination,
    put,
    used,
    write,
    keys,
    inAnHour,
    get folder() {
      return folder;
    },
    get requests() {
      return requests;
    },
    get endpoint() {
      return endpoint;
    },
    get mask() {
      return mask;
    },
  };
}
