import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

/** The folder of the German data's npm package that Tesseract.js reads by default. */
export const germanData = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/deu')),
  '4.0.0_best_int',
);

export interface NpmRegistry extends AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** What is given for a package: its archive, or nothing (404). */
  archives: Readonly<Record<string, Buffer>>;
}

/** Archives of packages under the addresses that npm's registry has them at. */
export async function startNpmRegistry(archives: Readonly<Record<string, Buffer>>): Promise<NpmRegistry> {
  const asked: string[] = [];
  const http = createServer(({ url = '' }, response) => {
    asked.push(url);
    const archive = registry.archives[url];
    response.writeHead(archive ? 200 : 404, { 'content-type': 'application/octet-stream' }).end(archive);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const registry: NpmRegistry = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    archives,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return registry;
}

/** A folder's content as `npm pack` makes it: gzipped, below `package/`. */
export function packed(folder: string): Buffer {
  const { stdout, status } = spawnSync('tar', ['-cz', '--transform=s,^\\./,package/,', '-C', folder, '.'], {
    maxBuffer: 100_000_000,
  });
  if (status !== 0) throw new Error('tar failed');
  return stdout;
}
