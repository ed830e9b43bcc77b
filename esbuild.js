import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import esbuild from 'esbuild';
import { awsTogether } from './build/awsTogether.js';
import { builtins } from './build/builtins.js';
import { entryScript } from './build/entryScript.js';
import { lean } from './build/lean.js';
import { oneScript } from './build/oneScript.js';
import { models, writeReadingNetworks } from './build/readingNetworks.js';
import { thirdPartyNotices } from './build/thirdPartyNotices.js';

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
  // Of packages that come as both: what is imported on first use has its names only as an ES module.
  mainFields: ['module', 'main'],
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  outdir: 'dist',
  banner: { js: requireForCommonJs },
  plugins: [lean],
  // Says to undici that its second parser, an experiment, is not in the bundle.
  define: { esbuildDetection: 'true' },
  minify,
  sourcemap: !minify,
  logLevel: 'warning',
};

/** No require() is left where Node's modules are got without it. */
const cli = { plugins: [lean, builtins], banner: {} };

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  // Everything behind an import() becomes a chunk that is loaded on first use.
  {
    ...node,
    entryPoints: { extension: 'src/vscode/extension.ts' },
    external: ['vscode'],
    plugins: [lean, awsTogether, entryScript],
  },
  // Without `vscode` as an external: the command line cannot reach the editor.
  {
    ...node,
    ...cli,
    entryPoints: { cli: 'src/cli/main.ts' },
    chunkNames: 'cli/[name]-[hash]',
  },
  // One file, run by compiledBundle.ts: what stands behind an import() in it is compiled when it is asked for.
  {
    ...node,
    ...cli,
    entryPoints: { 'cli/program': 'src/cli/program.ts' },
    chunkNames: 'cli/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    define: { ...node.define, 'import.meta.url': 'bundleUrl' },
    plugins: [...cli.plugins, oneScript],
    sourcemap: false,
  },
  { ...node, ...cli, entryPoints: { 'cli/tryOut': 'src/cli/tryOut.ts' }, chunkNames: 'cli/[name]-[hash]' },
  // Threads, for both.
  {
    ...node,
    entryPoints: {
      digestThread: 'src/node/files/digestThread.ts',
      prefetchThread: 'src/node/files/prefetchThread.ts',
      statThread: 'src/node/files/statThread.ts',
    },
    splitting: false,
  },
  // The results panel's page.
  {
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome138',
    entryPoints: ['media/panel.ts', 'media/panel.css'],
    outdir: 'dist/media',
    minify,
    logLevel: 'warning',
  },
  // One file: it finds its assets beside itself.
  {
    ...node,
    entryPoints: { worker: 'src/node/ocr/worker.ts' },
    outdir: 'dist/ocr',
    splitting: false,
    // The build of onnxruntime-web that loads its WebAssembly glue from beside it.
    conditions: ['onnxruntime-web-use-extern-wasm'],
    plugins: [
      besideWorker({
        'onnxruntime-web/ort-wasm-simd-threaded.mjs': './ort-wasm-simd-threaded.mjs',
        'wasm-vips': './vips-node.mjs',
        'tesseract.js-core': './tesseract-core.cjs',
      }),
    ],
  },
  // V8 aborts the process when a thread is ended while it loads an ES module; its parent doesn't wait for it.
  {
    ...node,
    entryPoints: {
      heifThread: 'src/node/ocr/heif/heifThread.ts',
      networkThread: 'src/node/ocr/fixedPoint/networkThread.ts',
    },
    outdir: 'dist/ocr',
    format: 'cjs',
    splitting: false,
    banner: {},
    outExtension: { '.js': '.cjs' },
    plugins: [besideWorker({ 'libheif-js/libheif-wasm/libheif.js': './libheif.cjs' })],
  },
];

/**
 * Packages that start threads from their own file are not bundled but copied beside the worker.
 *
 * @param {Record<string, string>} files by package name
 * @returns {esbuild.Plugin}
 */
function besideWorker(files) {
  return {
    name: 'beside-worker',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(?:${Object.keys(files).join('|')})$`) }, ({ path }) => ({
        path: files[path] ?? path,
        external: true,
      }));
    },
  };
}

/**
 * What the reading worker loads at run time, by its name there.
 *
 * @returns {Promise<string[]>} where it came from
 */
async function copyReadingAssets() {
  const { resolve } = createRequire(import.meta.url);
  const vips = dirname(resolve('wasm-vips'));
  const ort = dirname(resolve('onnxruntime-web/wasm'));
  const tesseract = dirname(resolve('tesseract.js-core'));
  const libheif = dirname(resolve('libheif-js/libheif-wasm/libheif.js'));
  const assets = {
    'dictionary.txt': models.dictionary,
    'ort-wasm-simd-threaded.mjs': join(ort, 'ort-wasm-simd-threaded.mjs'),
    'ort-wasm-simd-threaded.wasm': join(ort, 'ort-wasm-simd-threaded.wasm'),
    'vips-node.mjs': join(vips, 'vips-node.mjs'),
    'vips.wasm': join(vips, 'vips.wasm'),
    'pdfium.wasm': resolve('@hyzyla/pdfium/pdfium.wasm'),
    'tesseract-core.cjs': join(tesseract, 'tesseract-core-simd-lstm.js'),
    'libheif.cjs': join(libheif, 'libheif.js'),
    'libheif.wasm': join(libheif, 'libheif.wasm'),
    'tesseract-core.wasm': join(tesseract, 'tesseract-core-simd-lstm.wasm'),
  };
  await mkdir('dist/ocr', { recursive: true });
  await Promise.all([
    ...Object.entries(assets).map(([name, from]) => copyFile(from, join('dist/ocr', name))),
    writeReadingNetworks('dist/ocr'),
  ]);
  return [...Object.values(models), ...Object.values(assets)];
}

await rm('dist', { recursive: true, force: true });
const copied = await copyReadingAssets();
if (watch) {
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(builds.map((build) => esbuild.build({ ...build, metafile: true })));
  const bundled = results
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap(({ inputs }) => Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0))
    // Those of plugins have a namespace before them.
    .filter((input) => !/^[\w-]+:/.test(input));
  await writeFile('ThirdPartyNotices.txt', await thirdPartyNotices([...bundled, ...copied]));
}
