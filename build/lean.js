import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import mime from 'mime';
import otherTypes from 'mime/types/other.js';
import standardTypes from 'mime/types/standard.js';

/**
 * Of packages only what is used, as loading all of them takes longer than sending a small file: of undici an HTTP/1.1
 * client without fetch, WebSockets, caches and mocks; one table of media types, that of `mime`; and what some compute
 * whenever they are loaded, as it comes out.
 *
 * @type {import('esbuild').Plugin}
 */
export const lean = {
  name: 'lean',
  setup(build) {
    build.onResolve({ filter: /^(?:undici|mime-types|debug)$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'lean',
      pluginData: { resolveDir },
    }));
    build.onResolve({ filter: /^node:(?:assert|http|child_process)$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/](?:undici|commander)[\\/]/.test(importer) ? { path, namespace: 'lean' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lean' }, ({ path, pluginData }) => ({
      contents: modules[path],
      resolveDir: pluginData?.resolveDir,
    }));
    build.onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) =>
      path === manifest ? { contents: versionOf(path), loader: 'json' } : undefined,
    );
    for (const [ending, contents] of Object.entries(files)) {
      const filter = new RegExp(
        `[\\\\/]node_modules[\\\\/]${ending.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`,
      );
      build.onLoad({ filter }, () => ({ contents }));
    }
  },
};

/** Porter's own, of which only its version is told. */
const manifest = resolve('package.json');

/** By what they are imported as. */
const modules = {
  undici: `
    export { default as Client } from 'undici/lib/dispatcher/client.js';
    export { default as buildConnector } from 'undici/lib/core/connect.js';
    export { default as errors } from 'undici/lib/core/errors.js';`,
  // Tells file-type's authors what it does.
  debug: 'export default () => () => undefined;',
  // It is asked only where no media type is given.
  'mime-types': 'export const lookup = () => false;',
  // For undici, which asks for nothing else of them. The limit is Node's own; what is sent is never such a message.
  'node:assert': `module.exports = (holds, message = 'undici asserts what does not hold') => {
    if (!holds) throw new Error(message);
  };`,
  'node:http': 'module.exports = { maxHeaderSize: 16 * 1024, IncomingMessage: class {} };',
  // For commander, which starts programs for commands that have no action.
  'node:child_process': 'module.exports = {};',
};

/** By how their paths end, below node_modules. */
const files = {
  // HTTP/2, and bodies made by fetch: what is sent is neither.
  'undici/lib/dispatcher/client-h2.js': '',
  'undici/lib/web/fetch/body.js': '',
  'undici/lib/web/fetch/formdata.js': '',
  'undici/lib/web/webidl/index.js': '',
  // A tree of the usual headers' names. Those that are not in it are put in lower case, as all are now.
  'undici/lib/core/tree.js': 'exports.tree = { lookup: () => null };',
  'undici/lib/llhttp/constants.js': constantsOfParser(),
  'file-type/source/index.js': typeDetectors(),
  'mime/dist/src/index.js': `
    let types;
    export default {
      getType: (ending) => (types ??= new Map(JSON.parse(${JSON.stringify(typesByEnding())}))).get(ending) ?? null,
    };`,
};

/** @param {string} path of a manifest */
function versionOf(path) {
  const { version } = JSON.parse(readFileSync(path, 'utf8'));
  return JSON.stringify({ version });
}

function constantsOfParser() {
  const { ERROR, TYPE } = createRequire(import.meta.url)('undici/lib/llhttp/constants.js');
  return `module.exports = ${JSON.stringify({ ERROR, TYPE })};`;
}

/** With one buffer for all the files of a parser: two new ones for each take a third of the time of a look. */
function typeDetectors() {
  const path = fileURLToPath(import.meta.resolve('file-type'));
  const text = readFileSync(path, 'utf8');
  const made = 'this.buffer = new Uint8Array(reasonableDetectionSizeInBytes);';
  if (!text.includes(made)) throw new Error(`${path} makes its buffers in another way than build/lean.js knows`);
  return text.replaceAll(made, 'this.buffer = this.buffer?.fill(0) ?? new Uint8Array(reasonableDetectionSizeInBytes);');
}

/** @returns {string} JSON of what `mime` tells of each ending */
function typesByEnding() {
  const endings = [standardTypes, otherTypes].flatMap((types) => Object.values(types).flat());
  const names = new Set(endings.map((ending) => ending.replace('*', '')));
  return JSON.stringify([...names].map((ending) => [ending, mime.getType(ending)]));
}
