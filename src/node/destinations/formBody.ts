import FormData from 'form-data';
import type { Readable } from 'node:stream';
import type { PlannedFile } from '../../core/model.ts';
import { readSource } from '../files/wholeSource.ts';
import { bufferBody, streamBody, type Body } from '../http/body.ts';
import { bufferLimit, fileStream, type ByteCount } from './fileBody.ts';

/**
 * multipart/form-data (RFC 7578): the fields, then the files, each under the name `field`. Names are written as browsers
 * do (WHATWG): UTF-8 as it is, `"`, CR and LF percent-encoded.
 */
export async function formBody(
  fields: readonly (readonly [name: string, value: string])[],
  field: string,
  files: readonly PlannedFile[],
  count: ByteCount,
  signal: AbortSignal,
): Promise<Body> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const isSmall = files.reduce((sum, { source }) => sum + source.size, 0) <= bufferLimit;
  const streams: Readable[] = [];
  for (const file of files) {
    const { source, name, mediaType } = file;
    const part = { filename: name, contentType: mediaType };
    // form-data takes a known length of 0 for an unknown one.
    if (isSmall || source.size === 0) {
      form.append(field, await readSource(source, signal), part);
    } else {
      const stream = fileStream(file, count, signal);
      streams.push(stream);
      form.append(field, stream, { ...part, knownLength: source.size });
    }
  }
  const contentType = `multipart/form-data; boundary=${form.getBoundary()}`;
  return isSmall
    ? bufferBody(contentType, form.getBuffer())
    : streamBody(contentType, form.getLengthSync(), form, streams);
}
