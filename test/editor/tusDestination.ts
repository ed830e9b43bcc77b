/** A server of tus as the destination of a test inside the extension host. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'vscode';
import { startTusServer, type TusServer } from '../integration/servers/tusServer.ts';
import { withSettings } from './workspace.ts';

export interface TusDestination extends AsyncDisposable {
  readonly server: TusServer;
  /** Where each part began that was sent to it. */
  offsets(): readonly number[];
  /** What lies under the link that was copied. */
  stored(): Promise<Buffer>;
}

/** Makes it the default destination, “test”, while it lives. */
export async function useTus(): Promise<TusDestination> {
  const folder = await mkdtemp(join(tmpdir(), 'porter-tus-'));
  const server = await startTusServer(folder);
  const settings = await withSettings({
    'porter.destinations': { test: { kind: 'tus', url: server.url, partSize: 200_000 } },
    'porter.defaultDestination': 'test',
  });
  return {
    server,
    offsets: () =>
      server.requests.filter(({ method }) => method === 'PATCH').map(({ headers }) => Number(headers['upload-offset'])),
    stored: async () => readFile(server.pathOf(await env.clipboard.readText())),
    async [Symbol.asyncDispose]() {
      await settings[Symbol.asyncDispose]();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
