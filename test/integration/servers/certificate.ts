import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** PEM files of a certificate for 127.0.0.1 and files.test that only itself vouches for. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes one in the folder, with openssl. */
export function selfSigned(folder: string): Certificate {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const subject = ['-subj', '/CN=porter test', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:files.test'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...made, '-out', certificate, ...subject], { stdio: 'pipe' });
  return { certificate, key };
}
