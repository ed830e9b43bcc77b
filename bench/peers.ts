/** Other uploaders: those that are on this machine, and how to get the others. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from './processes.ts';

const cli = join(import.meta.dirname, '../dist/cli.js');
/** Debian's, for which its packages are. */
const python = '/usr/bin/python3';

export function porter(...args: readonly string[]): Command {
  return { name: '`porter`', program: process.execPath, args: [cli, ...args] };
}

export function curl(name: string, ...args: readonly string[]): Command {
  return { name, program: 'curl', args: ['--silent', '--fail', '--output', '/dev/null', ...args] };
}

/** A library of Python's, by peers.py. */
export function pythonPeer(library: 'httpx' | 'requests' | 'aiohttp', how: string, url: string, path: string): Command {
  return {
    name: `Python’s ${library}`,
    program: python,
    args: [join(import.meta.dirname, 'peers.py'), library, how, url, path],
  };
}

/** undici by itself, by undici.ts: what Porter sends with. */
export function undiciPeer(how: 'raw' | 'many', url: string, path: string): Command {
  return {
    name: 'undici alone',
    program: process.execPath,
    args: [join(import.meta.dirname, 'undici.ts'), how, url, path],
  };
}

/** Of a peer that is missing, it says how to get it. */
export function installed(commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => {
    const { program, args } = command;
    const isPython = program === python;
    const check = isPython ? spawnSync(python, ['-c', `import ${args[1]}`]) : spawnSync(program, ['--version']);
    if (check.status === 0) return true;
    const name = isPython ? `python3-${args[1]}` : ({ aws: 'awscli' }[program] ?? program);
    console.error(`${command.name} is not measured. To get it: apt-get install ${name}`);
    return false;
  });
}
