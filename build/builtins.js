import nodeModule from 'node:module';

/**
 * Node's own modules, got by `process.getBuiltinModule`. For an import of one, Node reads every property that it has, and
 * many of these load more: those of `node:process` open standard input, those of `node:util` load threads.
 *
 * @type {import('esbuild').Plugin}
 */
export const builtins = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind, importer }) => {
      const name = path.replace(/^node:/, '');
      if (!nodeModule.builtinModules.includes(name)) return undefined;
      // One for each that imports it: one for all would be a chunk of its own.
      const module = { path: name, suffix: `?${importer}` };
      if (kind === 'import-statement') return { ...module, namespace: 'builtin' };
      return kind === 'require-call' ? { ...module, namespace: 'builtin-commonjs' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin-commonjs' }, ({ path }) => ({
      contents: `module.exports = ${gotten(path)};`,
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: [
        `const builtin = ${gotten(path)};`,
        'const get = (name) => builtin[name];',
        'export default builtin;',
        // What is not used goes away, as these are pure.
        ...Object.keys(process.getBuiltinModule(path)).map(
          (name, index) => `const name${index} = /* @__PURE__ */ get('${name}'); export { name${index} as ${name} };`,
        ),
      ].join('\n'),
    }));
  },
};

/** @param {string} name without `node:` */
function gotten(name) {
  return `/* @__PURE__ */ process.getBuiltinModule('node:${name}')`;
}
