import assert from 'node:assert/strict';
import { env } from 'vscode';

/**
 * What a link of the embedded receiver serves. The editor of these tests forwards ports under `/proxy/PORT`, and its
 * bare server has nothing there: the receiver is asked itself. (Through the window the forwarded links are followed.)
 */
export async function bytesAt(link: string): Promise<Buffer> {
  const response = await fetch(link.replace(/^http:\/\/127\.0\.0\.1:\d+\/proxy\/(\d+)\//, 'http://127.0.0.1:$1/'));
  assert.equal(response.status, 200, link);
  return Buffer.from(await response.arrayBuffer());
}

/** The links that an upload has copied. */
export async function copiedLinks(): Promise<string[]> {
  return (await env.clipboard.readText()).split('\n');
}
