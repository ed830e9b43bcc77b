import { isText, isToken } from './answerHead.ts';

/** The first lines of a request. */
export interface RequestHead {
  readonly method: string;
  /** As RFC 9112 §3.2 has it. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the connection itself decides on. */
const ownHeaders = ['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** Those of which a server waits for a body (RFC 9110 §8.6). */
const methodsWithBody = ['PATCH', 'POST', 'PUT'];

/**
 * The head as it goes out (RFC 9112 §3), a character a byte.
 *
 * @param host of the server, with its port where that is not the usual one.
 * @param size of the body, in bytes.
 * @throws Error when something of it would break out of its line, or another size is told.
 */
export function writeHead({ method, target, headers }: RequestHead, host: string, size: number): string {
  if (!isToken(method) || !/^[\x21-\xff]+$/.test(target)) throw new Error('a request line that cannot be sent');
  let head = `${method} ${target} HTTP/1.1\r\nhost: ${headers['host'] ?? host}\r\n`;
  // Some servers answer HEAD with a body, which would be taken for the next answer.
  head += method === 'HEAD' ? 'connection: close\r\n' : 'connection: keep-alive\r\n';
  for (const [name, value] of Object.entries(headers)) {
    if (!isToken(name) || !isText(value) || ownHeaders.includes(name)) {
      throw new Error(`a header that cannot be sent: ${name}`);
    }
    if (name !== 'host') head += `${name}: ${value}\r\n`;
  }
  const told = headers['content-length'];
  if (told !== undefined && told !== String(size)) throw new Error(`${size} bytes where ${told} are announced`);
  if (told === undefined && (size > 0 || methodsWithBody.includes(method))) head += `content-length: ${size}\r\n`;
  return `${head}\r\n`;
}
