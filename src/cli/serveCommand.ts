import { once } from 'node:events';
import { announceReceiver, serveStateFolder } from '../receiver/serveState.ts';
import { startReceiver } from '../receiver/startReceiver.ts';
import { receiverFolder } from './destination.ts';
import { ExitCode } from './exitCode.ts';
import { parseFlags } from './parseFlags.ts';
import { printLine, tell } from './terminal.ts';

interface ServeFlags {
  readonly dir?: string;
  readonly port?: number;
  /** false: `--no-token`. */
  readonly token?: string | false;
  readonly maxSize?: string;
  readonly allow?: readonly string[];
}

/**
 * `porter serve`: until Ctrl-C or SIGTERM.
 *
 * @returns The exit code.
 * @throws Problem `settingInvalid`, `portInUse`, `folderUnusable`, `receiverNotFindable`.
 */
export async function serveCommand(flags: ServeFlags, _command: unknown, signal: AbortSignal): Promise<number> {
  const { dir = receiverFolder, port, token, maxSize, allow } = flags;
  const given = Object.entries({ maxSize, allow }).filter(([, value]) => value !== undefined);
  const limits = parseFlags({ kind: 'receiver', ...Object.fromEntries(given) });
  const receiver = await startReceiver(
    {
      folder: dir,
      ...(port === undefined ? {} : { port }),
      ...(token === undefined ? {} : { token: token === false ? null : token }),
      ...(limits.maxSize === undefined ? {} : { maxSize: limits.maxSize }),
      ...(limits.allow === undefined ? {} : { allow: limits.allow }),
      log: tell,
    },
    signal,
  );
  let withdraw: (() => Promise<void>) | undefined;
  try {
    withdraw = await announceReceiver(receiver, serveStateFolder(), signal);
    const authorization = receiver.token === null ? '' : `-H 'Authorization: Bearer ${receiver.token}' `;
    printLine(`Receiving into ${receiver.folder}`);
    printLine(`  a page to try it    ${receiver.pageUrl}`);
    printLine(`  from a script       curl ${authorization}-F file=@FILE ${receiver.url}/`);
    printLine('  with Porter         porter upload FILE');
    printLine('Ctrl-C ends it.');
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await withdraw?.();
    await receiver.close(true);
  }
  return signal.reason === 'SIGTERM' ? ExitCode.ok : ExitCode.cancelled;
}
