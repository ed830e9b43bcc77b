import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

/**
 * Makes one CommonJS script of an entry point and its chunks (`splitting`): each is a function that runs when it is
 * asked for, so that V8 makes nothing of those that are not. What esbuild bundles as CommonJS by itself is a single
 * scope, all of whose functions are made at the start.
 *
 * @type {import('esbuild').Plugin}
 */
export const oneScript = {
  name: 'one-script',
  setup({ esbuild, initialOptions, onEnd }) {
    const { outdir = '', entryPoints, minify } = initialOptions;
    const [name] = Object.keys(entryPoints ?? {});
    const script = resolve(outdir, `${name}.cjs`);
    initialOptions.write = false;
    onEnd(async ({ outputFiles, errors }) => {
      if (errors.length > 0 || outputFiles === undefined) return;
      const chunks = await Promise.all(
        outputFiles.map(async ({ path, text }) => {
          const { code } = await esbuild.transform(text, { format: 'cjs', target: 'node22', minify });
          return `${JSON.stringify(nameOf(path))}(module, require) {\n${inAscii(loadingChunks(code))}}`;
        }),
      );
      await writeFile(script, `${loader}({\n${chunks.join(',\n')}\n}, ${JSON.stringify(nameOf(script))});\n`);
    });
  },
};

/** Those of Node's own modules stay `import()`. */
function loadingChunks(code) {
  return code.replace(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(() => require($1))');
}

/** Of esbuild's output, only regular expressions hold anything else. V8 keeps ASCII in half the memory. */
function inAscii(code) {
  if (/\\[\u0080-\uFFFF]/.test(code))
    throw new Error('An escaped character that is not ASCII would change its meaning.');
  return code.replace(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** As the other chunks ask for it. */
function nameOf(path) {
  return `./${basename(path)}`;
}

const loader = `module.exports = ((chunks, entry) => {
  const loaded = {};
  const load = (name) => {
    if (loaded[name] === undefined) chunks[name]((loaded[name] = { exports: {} }), load);
    return loaded[name].exports;
  };
  return load(entry);
})`;
