/** Runs inside the extension host, next to Porter: the editor loads this module and calls `run`. */
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import type { Counts } from '../../setup/tally.ts';
import { grepVariable, reportPortVariable, type Report } from '../report.ts';

/** Runs the suites that lie beside this module, and reports to who started the editor. */
export async function run(): Promise<void> {
  const socket = connect(Number(process.env[reportPortVariable]), '127.0.0.1');
  await once(socket, 'connect');
  const report = (message: Report): void => {
    socket.write(`${JSON.stringify(message)}\n`);
  };
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    report({ kind: 'line', text: format(...args) });
  };
  const mocha = new Mocha({ timeout: 60_000, forbidOnly: true, forbidPending: true, color: false });
  const grep = process.env[grepVariable];
  if (grep !== undefined) mocha.fgrep(grep);
  for await (const file of glob('**/*.test.mjs', { cwd: import.meta.dirname })) {
    mocha.addFile(join(import.meta.dirname, file));
  }
  await mocha.loadFilesAsync();
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('end', () => {
      const { passes: passed = 0, failures = 0 } = runner.stats ?? {};
      report({ kind: 'result', value: { passed, failed: failures } satisfies Counts });
    });
  });
  socket.end();
  await once(socket, 'close');
  if (failed > 0) throw new Error(`${failed} failed`);
}
