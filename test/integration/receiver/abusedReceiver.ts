import assert from 'node:assert/strict';
import type { Receiver, ReceiverOptions } from '../../../src/receiver/startReceiver.ts';
import { Bench, entriesOf, problemOf, untilInFolder, type ProblemAnswer, type RawConnection } from './setup.ts';

export const boundary = 'b0undary';
export const end = `--${boundary}--\r\n`;

/** A receiver, each test anew, and what is written to it byte by byte. */
export function abusedReceiver() {
  let bench: Bench;
  let receiver: Receiver;
  beforeEach(async () => {
    bench = await Bench.open();
    receiver = await bench.start();
  });
  afterEach(() => bench.close());

  function head(requestLine: string, ...headers: string[]): string {
    const all = [requestLine, `Host: 127.0.0.1:${receiver.port}`, `Authorization: Bearer ${receiver.token ?? ''}`];
    return `${[...all, ...headers].join('\r\n')}\r\n\r\n`;
  }

  function formHead(length: number | 'chunked'): string {
    const size = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    return head('POST / HTTP/1.1', `Content-Type: multipart/form-data; boundary=${boundary}`, size);
  }

  function part(headers: string, content: string): string {
    return `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`;
  }

  const filePart = (name: string, content: string): string =>
    part(`Content-Disposition: form-data; name="f"; filename="${name}"`, content);

  /** The problem in the (last) answer on a connection. */
  async function problem(connection: RawConnection, status: number): Promise<ProblemAnswer> {
    const text = await connection.until(/HTTP\/1\.1 [2-5]\d\d[^]*\r\n\r\n[^]*\}\n$/);
    const answer = text.slice(text.lastIndexOf('HTTP/1.1 '));
    assert.equal(Number(answer.split(' ')[1]), status, answer);
    assert.match(answer, /^content-type: application\/problem\+json\r$/im);
    const found = problemOf({ body: answer.slice(answer.indexOf('\r\n\r\n') + 4) });
    assert.equal(found.status, status);
    return found;
  }

  /** One request, refused; nothing is left of it. */
  async function refuses(request: string | Buffer, status: number, code: string): Promise<ProblemAnswer> {
    const connection = bench.connect(receiver);
    void connection.write(request);
    const found = await problem(connection, status);
    assert.equal(found.code, code);
    connection.socket.destroy();
    await nothingLeft();
    return found;
  }

  /** Waits until no request is under way any more. */
  async function nothingLeft(): Promise<void> {
    await until((entries) => entries === 0);
  }

  /** By the count of the folder's entries; a file that is under way is one, too. */
  async function until(holds: (entries: number) => boolean): Promise<void> {
    await untilInFolder(bench.store, async () => holds(await entriesOf(bench.store)));
  }

  async function restart(options: Partial<ReceiverOptions>): Promise<void> {
    await receiver.close();
    receiver = await bench.start(options);
  }

  function form(body: string): string {
    return formHead(Buffer.byteLength(body)) + body;
  }

  return {
    head,
    formHead,
    part,
    filePart,
    problem,
    refuses,
    nothingLeft,
    until,
    restart,
    form,
    get bench() {
      return bench;
    },
    get receiver() {
      return receiver;
    },
  };
}
