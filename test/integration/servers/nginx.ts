import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificate.ts';
import { startProgram, type Program } from './program.ts';

/**
 * nginx, which stores what is PUT below `files` of the folder and serves it; below `/small/` and `/abrupt/` it takes 1
 * kB, and resets the connection at the second; below `/locked/` it wants credentials.
 *
 * @param tls `clients`: the authority of those that it lets in, all others get a 400.
 */
export async function startNginx(
  folder: string,
  port: number,
  tls?: Certificate & { readonly clients?: string },
): Promise<Program> {
  await mkdir(join(folder, 'files'), { recursive: true });
  await writeFile(join(folder, 'users'), 'Aladdin:{PLAIN}open sesame\n');
  const clients = tls?.clients ? `ssl_client_certificate ${tls.clients}; ssl_verify_client on;` : '';
  const secure = tls ? `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key}; ${clients}` : '';
  await writeFile(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      ${secure}
      server {
        listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
        root ${folder}/files;
        dav_methods PUT;
        create_full_put_path on;
        client_max_body_size 0;
        location /small/ { client_max_body_size 1k; }
        location /abrupt/ { client_max_body_size 1k; lingering_close off; }
        location /locked/ { auth_basic porter; auth_basic_user_file ${folder}/users; }
      }
    }`,
  );
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'error_log stderr notice;'];
  return startProgram('/usr/sbin/nginx', args, { output: 'stderr', ready: /start worker process \d+/, port });
}
