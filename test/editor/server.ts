/** A process that serves the editor, with everything that it starts. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

export interface Server extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** Ends the extension hosts of windows that are closed: they would wait for hours for those to come back. */
  endExtensionHosts(): Promise<void>;
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
  return {
    url: `http://127.0.0.1:${port}`,
    endExtensionHosts: () => endExtensionHosts(server.pid),
    [Symbol.asyncDispose]: stop,
  };
}

async function endExtensionHosts(group: number | undefined): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,pgid=,args='], { maxBuffer: 2 ** 24 });
  for (const line of stdout.split('\n')) {
    const [, pid, of] = /^\s*(\d+)\s+(\d+)\s.*--type=extensionHost/.exec(line) ?? [];
    if (Number(of) === group) end(Number(pid), 'SIGKILL');
  }
}

function endGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader !== undefined) end(-leader, signal);
}

/** @param pid negative: of a group. */
function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
