import { join } from 'node:path';
import { ensureCached } from './cache.ts';

/**
 * The program of a version of Node, from npm. The project's own `node` package loses its headers with the next
 * `npm install`, and there is but one of it; these lie alone.
 */
export async function ensureNode(version: string): Promise<string> {
  const folder = await ensureCached({ name: 'node', version, scripts: ['node'] }, () => Promise.resolve(process.env));
  return join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
}
