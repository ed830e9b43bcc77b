/** What the editor runs, in a process of its own: no window, but the extension's code, with its event loop watched. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';

export interface EditorFigures {
  /** Until the plan is there, in seconds: each file was looked up. */
  readonly planSeconds: number;
  /** Until the last outcome. */
  readonly seconds: number;
  readonly longestPauseMs: number;
}

/**
 * Medians.
 *
 * @param url where they go; undefined: they are only planned.
 */
export async function measureEditor(folder: string, url: string | undefined, rounds: number): Promise<EditorFigures> {
  const outdir = await mkdtemp(join(tmpdir(), 'porter-bench-'));
  try {
    await esbuild.build({
      entryPoints: [
        join(import.meta.dirname, 'editorHost.ts'),
        join(import.meta.dirname, '../src/node/files/prefetchThread.ts'),
      ],
      entryNames: '[name]',
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      outdir,
      outExtension: { '.js': '.mjs' },
      banner: {
        js: "import { createRequire as benchCreateRequire } from 'node:module'; const require = benchCreateRequire(import.meta.url);",
      },
    });
    const args = [join(outdir, 'editorHost.mjs'), folder, ...(url === undefined ? [] : [url])];
    const runs = Array.from({ length: rounds }, () => {
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as EditorFigures;
    });
    const median = (of: (run: EditorFigures) => number) => runs.map(of).toSorted((a, b) => a - b)[rounds >> 1] ?? NaN;
    return {
      planSeconds: median(({ planSeconds }) => planSeconds),
      seconds: median(({ seconds }) => seconds),
      longestPauseMs: median(({ longestPauseMs }) => longestPauseMs),
    };
  } finally {
    await rm(outdir, { recursive: true });
  }
}
