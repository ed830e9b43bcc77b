import { readFile } from 'node:fs/promises';

/**
 * The AWS SDK has each of its ways to credentials behind an import() of its own, and with `splitting` most of what they
 * share became a chunk too: a third of all. Now they are one, in which each still runs only when it is asked for.
 *
 * @type {import('esbuild').Plugin}
 */
export const awsTogether = {
  name: 'aws-together',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]@(?:aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace(/\bimport\(("[^"]+")\)/g, 'Promise.resolve().then(() => require($1))') };
    });
  },
};
