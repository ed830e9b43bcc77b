/** A process that serves the editor, with everything that it starts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Server extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
}

/**
 * Starts it and waits until it says where it listens: code-server and the bare server both name the port.
 *
 * @throws Error with its output, when it ends before that.
 */
export async function startServer(
  node: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Server> {
  // A process group of its own: extension hosts and terminals end with it.
  const server = spawn(node, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const gone = once(server, 'exit');
  // Ctrl-C in a terminal does not reach that group.
  const endAtOnce = (): void => endGroup(server.pid, 'SIGKILL');
  process.once('exit', endAtOnce);
  const stop = async (): Promise<void> => {
    endGroup(server.pid, 'SIGTERM');
    await gone;
    endAtOnce();
    process.off('exit', endAtOnce);
  };
  let output = '';
  const port = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = /listening on (?:http:\/\/127\.0\.0\.1:)?(\d+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', reject);
    server.on('exit', (code) => {
      reject(new Error(`The editor's server ended with ${code ?? 'a signal'}:\n${output}`));
    });
  });
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

function endGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
