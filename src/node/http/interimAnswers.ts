import type { Socket } from 'node:net';
import { AnswerUnusable } from './answer.ts';

/** Longest head of an interim answer, in bytes; undici has the same limit for one of an answer. */
const headLimit = 16 * 1024;

/** How often a server may say that the answer is still to come while nothing more is sent to it. */
const timesLimit = 1000;

/**
 * Takes the interim answers (1xx) out of what a connected socket reads. A client is to expect them unasked (RFC 9110
 * §15.2), while undici takes a 100 for the end of the connection, and any of them for a proxy's answer to CONNECT. A
 * 101 stays: nothing was asked to switch.
 *
 * @returns to be called before each further request: what comes next is the beginning of its answer.
 */
export function skipInterim(socket: Socket, onInterim: () => void = () => undefined): () => void {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  let isBeginning = true;
  let held: Buffer | undefined;
  let times = 0;
  let written = 0;

  const count = () => {
    times = socket.bytesWritten === written ? times + 1 : 1;
    written = socket.bytesWritten;
    if (times > timesLimit) socket.destroy(new AnswerUnusable('it does not come'));
    onInterim();
  };

  /** What is left of it; undefined: all of it is, or may become, an interim answer. */
  const strip = (chunk: Buffer): Buffer | undefined => {
    let bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
    held = undefined;
    while (bytes.length > 0) {
      const end = isInterim(bytes) ? bytes.indexOf('\r\n\r\n') : undefined;
      if (end === undefined || (end < 0 && bytes.length > headLimit)) {
        isBeginning = false;
        return bytes;
      }
      if (end < 0) {
        held = bytes;
        return undefined;
      }
      count();
      bytes = bytes.subarray(end + 4);
    }
    return undefined;
  };

  socket.read = (size?: number): Buffer | null => {
    for (;;) {
      const chunk = read(size);
      const rest = chunk === null || !isBeginning ? chunk : strip(chunk);
      if (rest !== undefined) return rest;
    }
  };
  return () => {
    isBeginning = true;
  };
}

const start = 'HTTP/1.1 1';

/** Whether they begin an interim answer, as far as they go. */
function isInterim(bytes: Buffer): boolean {
  if (bytes.length >= start.length && bytes[start.length - 1] !== 0x31) return false;
  const text = bytes.toString('latin1', 0, start.length + 2);
  return start.startsWith(text.slice(0, start.length)) && text !== `${start}01`;
}
