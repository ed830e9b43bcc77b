import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { PlannedFile } from '../../core/model.ts';
import { wholeOf } from '../files/wholeSource.ts';
import type { Body } from '../http/body.ts';
import { joinedBody, type Outflow, type SourceRange } from './fileBody.ts';

/**
 * What no file holds: random, so that nobody could have written it into one, and at most 70 characters (RFC 2046
 * §5.1.1). Once for many forms, as that takes time.
 */
export function newBoundary(): string {
  return `${'-'.repeat(26)}${randomOfSystem(16).toString('hex')}`;
}

/** Without loading Node's cryptography, which takes as long as sending many small files. */
function randomOfSystem(size: number): Buffer {
  // There it would be a file of that name, which somebody may have made.
  if (process.platform === 'win32') return randomBytes(size);
  try {
    const device = openSync('/dev/urandom', 'r');
    try {
      const bytes = Buffer.alloc(size);
      if (readSync(device, bytes) === size) return bytes;
    } finally {
      closeSync(device);
    }
  } catch {
    // A container may have none.
  }
  return randomBytes(size);
}

/**
 * multipart/form-data (RFC 7578): the fields, then the files, each under the name `field`. Names are written as
 * browsers do (WHATWG): UTF-8 as it is, `"`, CR and LF percent-encoded.
 */
export function formBody(
  fields: readonly (readonly [name: string, value: string])[],
  field: string,
  files: readonly PlannedFile[],
  boundary: string,
  outflow: Outflow,
): Body | Promise<Body> {
  if (fields.length === 0) return bodyAfter('', field, files, boundary, outflow);
  return fieldsOf(fields, boundary).then((text) => bodyAfter(text, field, files, boundary, outflow));
}

/** @param fields as they stand in the body, before the files. */
function bodyAfter(
  fields: string,
  field: string,
  files: readonly PlannedFile[],
  boundary: string,
  outflow: Outflow,
): Body | Promise<Body> {
  const pieces: (string | SourceRange)[] = [];
  let before = fields;
  for (const { source, name, mediaType } of files) {
    // By hand: this is done for each of many small files, and form-data takes as long as sending one.
    const disposition = `form-data; name="${escaped(field)}"; filename="${escaped(name)}"`;
    const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${mediaType}\r\n\r\n`;
    pieces.push(before + head, { source, range: wholeOf(source) });
    before = '\r\n';
  }
  pieces.push(`${before}--${boundary}--\r\n`);
  return joinedBody(pieces, `multipart/form-data; boundary=${boundary}`, outflow);
}

async function fieldsOf(
  fields: readonly (readonly [name: string, value: string])[],
  boundary: string,
): Promise<string> {
  const { default: FormData } = await import('form-data');
  const form = new FormData();
  form.setBoundary(boundary);
  for (const [name, value] of fields) form.append(name, value);
  return form.getBuffer().toString().slice(0, -`--${boundary}--\r\n`.length);
}

function escaped(name: string): string {
  if (!/[\r\n"]/.test(name)) return name;
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
