#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`porter needs Node.js 22.19 or later; this is ${process.versions.node}. Install a newer one.\n`);
  process.exitCode = 2;
} else {
  // Not before: an older Node does not know all that is used there, and could not even start to say so.
  void import('./start.ts').then(
    ({ start }) => start(),
    (error: unknown) => {
      const call = error instanceof Error && 'syscall' in error ? error.syscall : undefined;
      if (call !== 'uv_os_homedir' && call !== 'uv_os_get_passwd') throw error;
      process.stderr.write(
        'porter finds no home folder: HOME names none, and the system knows none of this user. Set HOME.\n',
      );
      process.exitCode = 2;
    },
  );
}
