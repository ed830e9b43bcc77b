/** Suites for the extension host, as modules that any editor's Node can load. */
import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export const root = join(import.meta.dirname, '../..');

/**
 * Bundles the folder's `*.test.ts` into out/, with the module that runs them, and the `*.process.ts` that they start.
 *
 * @param folder `inside` or `untrusted`.
 * @returns the path of that module.
 */
export async function bundleSuites(folder: string): Promise<string> {
  const suites = globSync(`${folder}/**/*.{test,process}.ts`, { cwd: import.meta.dirname });
  const outdir = join(root, 'out/test/editor', folder);
  // A suite that is no more must not run.
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [
      { in: join(import.meta.dirname, 'inside/index.ts'), out: 'index' },
      ...suites.map((suite) => ({
        in: join(import.meta.dirname, suite),
        out: suite.slice(folder.length + 1).replace(/\.ts$/, ''),
      })),
    ],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.mjs');
}
