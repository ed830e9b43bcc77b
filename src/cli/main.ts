#!/usr/bin/env node
// Not by its name: an older Node, which has no such export, could not even start to say so.
import nodeModule from 'node:module';
import { ExitCode } from './exitCode.ts';
import { userFolders } from './userFolders.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`porter needs Node.js 22.19 or later; this is ${process.versions.node}. Install a newer one.\n`);
  process.exitCode = 2;
} else {
  // Not the one that Node would take: what lies in /tmp could be another user's.
  nodeModule.enableCompileCache(userFolders.cache);
  void import('./program.ts').then(async ({ run }) => {
    process.exitCode = await run(process.argv);
    // Requests that were left as they were would keep it waiting.
    if (process.exitCode === ExitCode.terminated) process.exit();
  });
}
