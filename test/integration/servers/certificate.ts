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

/** An authority of one's own, and what it vouches for. */
export interface Authority {
  /** Its own certificate, a PEM file. */
  readonly certificate: string;
  /**
   * A certificate by it, in files named after `name`.
   *
   * @param subjectAltName as openssl writes it.
   * @param days that it is good for, from now; below 0: it has expired.
   */
  issue(name: string, subjectAltName: string, days?: number): Certificate;
}

/** Makes one in the folder, with openssl. */
export function makeAuthority(folder: string): Authority {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-subj',
    '/CN=porter authority',
  );
  return {
    certificate: join(folder, 'authority.pem'),
    issue(name, subjectAltName, days = 1) {
      const [key, request, certificate] = [`${name}.key`, `${name}.csr`, `${name}.pem`];
      const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${subjectAltName}`];
      openssl('req', '-new', ...curve, '-keyout', key, '-out', request, ...names);
      const by = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-copy_extensions', 'copy', '-days', String(days)];
      openssl('x509', '-req', '-in', request, ...by, '-out', certificate);
      return { certificate: join(folder, certificate), key: join(folder, key) };
    },
  };
}
