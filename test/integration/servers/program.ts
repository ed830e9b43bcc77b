import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface Program {
  readonly port: number;
  /** Ends it; done when it is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server and waits for a line of `output` that `ready` matches; its first group is the port, unless that is
 * given.
 *
 * @throws Error with what it wrote, when it ends before that.
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly output?: 'stdout' | 'stderr'; readonly ready: RegExp; readonly port?: number },
): Promise<Program> {
  const { output = 'stdout', ready } = options;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // Nobody waits for what the other stream says.
  child[output === 'stdout' ? 'stderr' : 'stdout'].resume();
  const said: string[] = [];
  for await (const line of createInterface(child[output])) {
    said.push(line);
    const match = ready.exec(line);
    if (match === null) continue;
    child[output].resume();
    return { port: options.port ?? Number(match[1]), stop: () => stop(child) };
  }
  throw new Error(`${command} ${args.join(' ')} ended:\n${said.join('\n')}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  child.kill();
  await exited;
}
