import { rm } from 'node:fs/promises';
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
      if (errors.length > 0 || metafile === undefined) return;
      await esbuild.build({
        ...initialOptions,
        format: 'cjs',
        splitting: false,
        banner: {},
        outExtension: { '.js': '.cjs' },
        plugins: [loadingChunks(metafile, resolve(outdir)), ...plugins.filter((plugin) => plugin !== entryScript)],
      });
      await Promise.all(['.js', '.js.map'].map((ending) => rm(join(outdir, name + ending), { force: true })));
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
        const chunk = kind === 'dynamic-import' ? chunks.get(resolve(dirname(importer), path)) : undefined;
        return chunk && { path: `./${relative(outdir, chunk).replaceAll(sep, '/')}`, external: true };
      });
    },
  };
}
