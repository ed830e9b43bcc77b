import { readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * Makes the one entry point of a build with `splitting` a CommonJS script, which loads the ES modules that the others
 * became: whoever loads a script has it at once, while an ES module waits for whatever else the process has to do.
 *
 * @type {import('esbuild').Plugin}
 */
export const entryScript = {
  name: 'entry-script',
  setup({ esbuild, initialOptions, onEnd }) {
    const { outdir = '', entryPoints, plugins = [] } = initialOptions;
    const [name] = Object.keys(entryPoints ?? {});
    initialOptions.metafile = true;
    onEnd(async ({ metafile, errors }) => {
      if (errors.length > 0 || metafile === undefined) return undefined;
      const script = await esbuild.build({
        ...initialOptions,
        format: 'cjs',
        splitting: false,
        banner: {},
        outExtension: { '.js': '.cjs' },
        plugins: [
          loadingChunks(metafile, resolve(outdir)),
          wholeApi,
          ...plugins.filter((plugin) => plugin !== entryScript),
        ],
      });
      // The chunks have these too, and another class of the same name is none of its objects'.
      const inner = Object.keys(script.metafile?.inputs ?? {}).filter((path) => /^src\/(?:core|node)\//.test(path));
      if (inner.length > 0) return { errors: [{ text: `the entry point holds ${inner.join(', ')}` }] };
      await Promise.all(['.js', '.js.map'].map((ending) => rm(join(outdir, name + ending), { force: true })));
      return undefined;
    });
  },
};

/**
 * What is behind an import() is not bundled, but loaded from where the build has put it.
 *
 * @param {import('esbuild').Metafile} metafile of that build
 * @param {string} outdir
 * @returns {import('esbuild').Plugin}
 */
function loadingChunks({ outputs }, outdir) {
  const chunks = new Map(
    Object.entries(outputs).map(([path, { entryPoint = '' }]) => [resolve(entryPoint), resolve(path)]),
  );
  return {
    name: 'loading-chunks',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, kind, importer }) => {
        if (kind !== 'dynamic-import') return undefined;
        const chunk = chunks.get(resolve(dirname(importer), path));
        if (chunk === undefined) return { errors: [{ text: `the build has made no chunk of ${path}` }] };
        return { path: `./${relative(outdir, chunk).replaceAll(sep, '/')}`, external: true };
      });
    },
  };
}

/**
 * The editor's API is taken as it is: of a script that is imported as a namespace esbuild copies every name, of this
 * one several hundred for each module, which was half of the time that the entry point took to load.
 *
 * @type {import('esbuild').Plugin}
 */
const wholeApi = {
  name: 'whole-api',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]vscode[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: text.replace(/^import \* as vscode from 'vscode';$/m, "import vscode = require('vscode');"),
      };
    });
  },
};
