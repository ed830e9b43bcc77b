/** What the editor runs, in a process of its own: no window, but the same bundle's code, with its event loop watched. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';

export interface EditorFigures {
  /** Of the files' selection, in seconds: each was looked up. */
  readonly planSeconds: number;
  /** From the selection to the last outcome. */
  readonly seconds: number;
  readonly longestPauseMs: number;
}

/** @param url where they go; undefined: they are only planned. */
export async function measureEditor(folder: string, url: string | undefined, rounds: number): Promise<EditorFigures> {
  const out = await mkdtemp(join(tmpdir(), 'porter-bench-'));
  try {
    const script = join(out, 'editorHost.mjs');
    await esbuild.build({
      entryPoints: [join(import.meta.dirname, 'editorHost.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
      banner: {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
      },
    });
    const args = [script, folder, ...(url === undefined ? [] : [url])];
    const runs = Array.from({ length: rounds }, (): EditorFigures => {
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as EditorFigures;
    });
    const median = (of: (run: EditorFigures) => number) => runs.map(of).toSorted((a, b) => a - b)[rounds >> 1] ?? NaN;
    return {
      planSeconds: median(({ planSeconds }) => planSeconds),
      seconds: median(({ seconds }) => seconds),
      longestPauseMs: median(({ longestPauseMs }) => longestPauseMs),
    };
  } finally {
    await rm(out, { recursive: true });
  }
}
