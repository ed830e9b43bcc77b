/** What the tests need and build once lies in the user's cache, outside the checkout: a fresh clone finds it there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Of this user, for the work on Porter. */
export function cacheFolder(): string {
  return envPaths('porter-dev', { suffix: '' }).cache;
}

/** An npm package to install with all that it needs, in a folder of its own. */
interface CachedPackage {
  readonly name: string;
  /** Exact: the folder is keyed by it. */
  readonly version: string;
  /** Packages whose install scripts npm 11 may run. */
  readonly scripts: readonly string[];
}

/**
 * Installs the package if it isn't there. Runs at the same time wait for each other, and one that is broken off leaves
 * nothing that looks complete.
 *
 * @param prepare called before an installation; gives the environment that npm runs in.
 * @returns the folder of the package itself.
 * @throws Error with npm's output.
 */
export async function ensureCached(
  { name, version, scripts }: CachedPackage,
  prepare: () => Promise<NodeJS.ProcessEnv>,
): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `${name}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;

  await mkdir(cache, { recursive: true });
  await using _ = await lock(join(cache, 'lock'));
  if (existsSync(installed)) return installed;
  console.error(`Installing ${name} ${version} into ${cache}, once …`);
  const environment = await prepare();
  const fresh = await mkdtemp(join(cache, 'installing-'));
  try {
    const allowScripts = Object.fromEntries(scripts.map((script) => [script, true]));
    const manifest = { private: true, dependencies: { [name]: version }, allowScripts };
    await writeFile(join(fresh, 'package.json'), JSON.stringify(manifest));
    await npmInstall(fresh, environment);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return installed;
}

async function npmInstall(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const path = join(folder, 'install.log');
  const log = await open(path, 'w');
  const npm = spawn('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--foreground-scripts'], {
    cwd: folder,
    // An npm around this one has left its own Node's version there, which the install scripts would believe.
    env: { ...environment, npm_config_user_agent: undefined },
    stdio: ['ignore', log.fd, log.fd],
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  await log.close();
  if (code !== 0) throw new Error(`npm install in ${folder} failed:\n${await readFile(path, 'utf8')}`);
}

/** Held by a child process, so that the system lets go of it however this process ends. */
async function lock(path: string): Promise<AsyncDisposable> {
  const holder = spawn('flock', [path, 'sh', '-c', 'echo; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return {
    async [Symbol.asyncDispose]() {
      const gone = once(holder, 'exit');
      holder.stdin.end();
      await gone;
    },
  };
}
