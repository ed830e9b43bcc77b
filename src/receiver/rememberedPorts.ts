import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../node/files/replaceFile.ts';

const fileName = '.receiver.json';
/** As many receivers as may run over one folder at once and keep their links. */
const most = 8;

/** Ports that receivers over this folder had, the latest last: links that were given out name them. */
export async function rememberedPorts(folder: string, signal: AbortSignal): Promise<readonly number[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(folder, fileName), { encoding: 'utf8', signal }));
  } catch {
    signal.throwIfAborted();
    return []; // None yet, or damaged: then others are chosen.
  }
  const ports = typeof content === 'object' && content !== null && 'ports' in content ? content.ports : undefined;
  return Array.isArray(ports) ? ports.filter(isPort) : [];
}

export async function rememberPort(folder: string, port: number, signal: AbortSignal): Promise<void> {
  const known = await rememberedPorts(folder, signal);
  if (known.includes(port)) return;
  await replaceFile(join(folder, fileName), JSON.stringify({ ports: [...known, port].slice(-most) }), signal);
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
}
