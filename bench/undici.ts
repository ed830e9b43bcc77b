/**
 * `node bench/undici.ts raw|many URL PATH`: uploads with undici, and does nothing else: one file as its documentation
 * shows it, many as fast as it can.
 */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Pool } from 'undici';

const [how, url = '', path = ''] = process.argv.slice(2);
const connections = 8;
const pool = new Pool(new URL(url).origin, { connections });

/** Without `request`, which makes a stream of every answer: for small ones that takes as long as sending. */
function post(body: Buffer, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (status: number) => reject(new Error(`answered ${status}`));
    pool.dispatch(
      { path: new URL(url).pathname, method: 'POST', body, headers },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status) => (status < 300 ? undefined : failed(status)),
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

async function put(path: string): Promise<void> {
  const headers = { 'content-length': String(statSync(path).size) };
  const { pathname } = new URL(url);
  const { statusCode, body } = await pool.request({
    path: pathname,
    method: 'PUT',
    body: createReadStream(path),
    headers,
  });
  await body.dump();
  if (statusCode >= 300) throw new Error(`answered ${statusCode}`);
}

/** One file after the other, each in one buffer with its form. */
async function sendAll(paths: Iterator<string, undefined>): Promise<void> {
  const boundary = 'undici-form-boundary';
  for (let next = paths.next(); !next.done; next = paths.next()) {
    const disposition = `form-data; name="file"; filename="${basename(next.value)}"`;
    const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/plain\r\n\r\n`;
    const form = Buffer.concat([Buffer.from(head), readFileSync(next.value), Buffer.from(`\r\n--${boundary}--\r\n`)]);
    await post(form, { 'content-type': `multipart/form-data; boundary=${boundary}` });
  }
}

if (how === 'raw') {
  await put(path);
} else {
  const paths = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .values();
  await Promise.all(Array.from({ length: connections }, () => sendAll(paths)));
}
await pool.close();
