import nodeModule from 'node:module';

/**
 * Node's own modules, got by `process.getBuiltinModule`. For an import of one, Node reads every property that it has,
 * and many of these load more: those of `node:process` open standard input, those of `node:util` load threads.
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
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const exported = Object.keys(process.getBuiltinModule(path)).map(
        (name, index) => `const name${index} = ${valueOf(path, name)}; export { name${index} as ${name} };`,
      );
      return { contents: [`const builtin = ${gotten(path)};`, 'export default builtin;', ...exported].join('\n') };
    });
  },
};

/** To esbuild: what is not used goes away. */
const pure = '/* @__PURE__ */ ';

/** @param {string} path of one of Node's modules, without `node:` */
function gotten(path) {
  return `${pure}process.getBuiltinModule('node:${path}')`;
}

/**
 * @param {string} path of one of Node's modules, without `node:`
 * @param {string} name of what it exports
 */
function valueOf(path, name) {
  const isLarge = path.endsWith('/promises') || path === 'crypto';
  const isFunction = /^[a-z]/.test(name) && typeof process.getBuiltinModule(path)[name] === 'function';
  // Loaded when one of its functions is called: many uploads call none.
  if (isLarge && isFunction) return `(...given) => ${gotten(path)}.${name}(...given)`;
  return `${pure}Reflect.get(builtin, '${name}')`;
}
