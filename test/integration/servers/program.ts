import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface Program {
  readonly port: number;
  /** Ends it; done when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a server that prints its port on a line of `output`; `port` finds it there.
 *
 * @throws Error with what it wrote, when it ends before that.
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  { output = 'stdout', port = /^(\d+)$/ }: { output?: 'stdout' | 'stderr'; port?: RegExp } = {},
): Promise<Program> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // Nobody waits for what the other stream says.
  child[output === 'stdout' ? 'stderr' : 'stdout'].resume();
  const said: string[] = [];
  for await (const line of createInterface(child[output])) {
    said.push(line);
    const found = port.exec(line)?.[1];
    if (found === undefined) continue;
    child[output].resume();
    return { port: Number(found), stop: () => stop(child) };
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
