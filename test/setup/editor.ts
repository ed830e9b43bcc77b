/**
 * A real VS Code whose window is a browser page: the npm package code-server, built once. The desktop editor would have
 * to be downloaded from a place that not every machine reaches.
 */
import { delimiter, dirname, join } from 'node:path';
import { ensureCached } from './cache.ts';
import { ensureDebianPackages } from './debian.ts';
import { ensureNode } from './node.ts';

/** code-server 4.139.1 is VS Code 1.139.1, and runs on Node 24. */
const editorVersion = '4.139.1';
const nodeVersion = '24.21.0';

export interface Editor {
  /** The Node that it was built for. */
  readonly node: string;
  /** Script of code-server, which also serves webviews. */
  readonly codeServer: string;
  /** Script of the bare VS Code server. */
  readonly vscodeServer: string;
}

/** @throws Error with what is missing, or the output of what failed. */
export async function ensureEditor(): Promise<Editor> {
  const node = await ensureNode(nodeVersion);
  const folder = await ensureCached(
    { name: 'code-server', version: editorVersion, scripts: ['code-server', 'argon2'] },
    () => {
      ensureDebianPackages(['g++', 'libkrb5-dev', 'make', 'pkg-config', 'python3']);
      // Its native modules are built with this Node and against its headers.
      const path = [dirname(node), process.env['PATH']].join(delimiter);
      return Promise.resolve({ ...process.env, PATH: path, npm_config_nodedir: dirname(dirname(node)) });
    },
  );
  return {
    node,
    codeServer: join(folder, 'out/node/entry.js'),
    vscodeServer: join(folder, 'lib/vscode/out/server-main.js'),
  };
}
