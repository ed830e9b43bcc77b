import FormData from 'form-data';
import type { PlannedFile } from '../../core/model.ts';
import { wholeOf } from '../files/wholeSource.ts';
import type { Body } from '../http/body.ts';
import { joinedBody, type Outflow, type SourceRange } from './fileBody.ts';

/** What no file holds: random, so that nobody could have written it into one. Once for many forms, as that takes time. */
export function newBoundary(): string {
  return new FormData().getBoundary();
}

function newForm(boundary: string): FormData {
  const form = new FormData();
  form.setBoundary(boundary);
  return form;
}

const nothing = Buffer.alloc(0);
const lineBreak = Buffer.from('\r\n');

/**
 * multipart/form-data (RFC 7578): the fields, then the files, each under the name `field`. Names are written as browsers
 * do (WHATWG): UTF-8 as it is, `"`, CR and LF percent-encoded.
 */
export async function formBody(
  fields: readonly (readonly [name: string, value: string])[],
  field: string,
  files: readonly PlannedFile[],
  boundary: string,
  outflow: Outflow,
): Promise<Body> {
  let form = newForm(boundary);
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  for (const [name, value] of fields) form.append(name, value);
  const pieces: (Uint8Array | SourceRange)[] = [];
  for (const { source, name, mediaType } of files) {
    // form-data writes what stands around a file; its bytes take a shorter way.
    form.append(field, nothing, { filename: name, contentType: mediaType });
    const around = form.getBuffer();
    const separator = pieces.length === 0 ? [] : [lineBreak];
    pieces.push(...separator, around.subarray(0, -end.length), { source, range: wholeOf(source) });
    form = newForm(boundary);
  }
  pieces.push(end);
  return joinedBody(pieces, `multipart/form-data; boundary=${boundary}`, outflow);
}
