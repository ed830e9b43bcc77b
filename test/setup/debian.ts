/**
 * Debian packages that the tests talk to: servers that we did not write, and a browser. Run as a program, it gets what
 * `npm run test:integration` needs.
 */
import { spawnSync } from 'node:child_process';

/** What the integration tests start. */
const forIntegration = [
  'squid',
  'nginx',
  'openssl',
  'tesseract-ocr',
  // heif-enc
  'libheif-examples',
  'python3-aiohttp',
  'python3-httpbin',
  // An S3 service.
  'memcached',
  'swift-account',
  'swift-container',
  'swift-object',
  'swift-proxy',
];

/**
 * Installs those of the packages that are missing, as root or, on a machine that only builds (`CI` is set), by sudo.
 *
 * @throws Error with the command to run, when it may not; with apt's last words, when it failed.
 */
export function ensureDebianPackages(names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 && !process.env['CI']) {
    throw new Error(`The tests need Debian packages. Run: sudo apt-get update && sudo apt-get ${install.join(' ')}`);
  }
  console.error(`Installing ${missing.join(', ')} …`);
  apt(['update']);
  apt(install);
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}

function apt(args: readonly string[]): void {
  // RUNLEVEL=1: invoke-rc.d starts no service for a package that was just installed.
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '--quiet=2'];
  if (process.getuid?.() !== 0) command.unshift('sudo', '--non-interactive');
  const [program = '', ...rest] = [...command, '--option=DPkg::Lock::Timeout=300', ...args];
  const { status, stderr, error } = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
}

if (import.meta.main) ensureDebianPackages(forIntegration);
