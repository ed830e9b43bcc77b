import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificate.ts';
import { startProgram, type Program } from './program.ts';

/** Who may use the proxy. */
export const proxyUser = { name: 'anna', password: 'open: sesame' };

/**
 * squid, a proxy that wants the credentials of `proxyUser`. It alone knows the hosts `files.test` and `refused.test`,
 * both this machine, and lets nobody through to the second.
 *
 * @param folder below one that all may enter: squid gives up its rights as root.
 */
export async function startSquid(folder: string, port: number, tls?: Certificate): Promise<Program> {
  await mkdir(folder, { recursive: true });
  const hash = execFileSync('openssl', ['passwd', '-apr1', proxyUser.password], { encoding: 'utf8' });
  await writeFile(join(folder, 'users'), `${proxyUser.name}:${hash}`);
  await writeFile(join(folder, 'hosts'), '127.0.0.1 files.test refused.test\n');
  const listens = tls
    ? `https_port 127.0.0.1:${port} tls-cert=${tls.certificate} tls-key=${tls.key}`
    : `http_port 127.0.0.1:${port}`;
  await writeFile(
    join(folder, 'squid.conf'),
    `${listens}
    hosts_file ${folder}/hosts
    visible_hostname squid.test
    pid_filename none
    max_filedescriptors 1024
    pinger_enable off
    cache deny all
    access_log none
    cache_log /dev/null
    shutdown_lifetime 0 seconds
    auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/users
    auth_param basic children 1
    acl known proxy_auth REQUIRED
    acl refused dstdomain refused.test
    http_access deny refused
    http_access allow known
    http_access deny all
    `,
  );
  const args = ['-N', '-d', '1', '-f', join(folder, 'squid.conf')];
  return startProgram('/usr/sbin/squid', args, {
    output: 'stderr',
    ready: /Accepting HTTPS? Socket connections/,
    port,
  });
}
