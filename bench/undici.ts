/** `node bench/undici.ts raw|many URL PATH`: uploads with undici as its documentation shows it, and does nothing else. */
import { createReadStream, globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';

const [how, url = '', path = ''] = process.argv.slice(2);
const connections = 8;
const pool = new Pool(new URL(url).origin, { connections });

async function send(body: Buffer | Readable, method: 'PUT' | 'POST', headers: Record<string, string>) {
  const { statusCode, body: answer } = await pool.request({ path: new URL(url).pathname, method, body, headers });
  await answer.dump();
  if (statusCode >= 300) throw new Error(`answered ${statusCode}`);
}

/** One file after the other, each in one buffer with its form. */
async function sendAll(paths: Iterator<string, undefined>): Promise<void> {
  const boundary = 'undici-form-boundary';
  for (let next = paths.next(); !next.done; next = paths.next()) {
    const disposition = `form-data; name="file"; filename="${basename(next.value)}"`;
    const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/plain\r\n\r\n`;
    const form = Buffer.concat([Buffer.from(head), readFileSync(next.value), Buffer.from(`\r\n--${boundary}--\r\n`)]);
    await send(form, 'POST', { 'content-type': `multipart/form-data; boundary=${boundary}` });
  }
}

if (how === 'raw') {
  await send(createReadStream(path), 'PUT', { 'content-length': String(statSync(path).size) });
} else {
  const paths = globSync('**/*', { cwd: path })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile())
    .values();
  await Promise.all(Array.from({ length: connections }, () => sendAll(paths)));
}
await pool.close();
