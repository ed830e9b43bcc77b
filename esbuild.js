import { rm } from 'node:fs/promises';
import esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');

/** Packages written for CommonJS call require() even inside an ES module. */
const requireForCommonJs =
  "import { createRequire as porterCreateRequire } from 'node:module'; const require = porterCreateRequire(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  outdir: 'dist',
  banner: { js: requireForCommonJs },
  minify,
  sourcemap: !minify,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  // Everything behind an import() becomes a chunk that is loaded on first use.
  { ...node, entryPoints: { extension: 'src/vscode/extension.ts' }, external: ['vscode'] },
  // Without `vscode` as an external: the command line cannot reach the editor.
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, chunkNames: 'cli/[name]-[hash]' },
];

await rm('dist', { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
}
