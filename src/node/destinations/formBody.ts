import FormData from 'form-data';
import type { Readable } from 'node:stream';
import type { PlannedFile } from '../../core/model.ts';
import { rangeBytes, wholeOf } from '../files/wholeSource.ts';
import { bufferBody, streamBody, type Body } from '../http/body.ts';
import { bufferLimit, rangeStream, type Outflow } from './fileBody.ts';

/**
 * multipart/form-data (RFC 7578): the fields, then the files, each under the name `field`. Names are written as browsers
 * do (WHATWG): UTF-8 as it is, `"`, CR and LF percent-encoded.
 */
export async function formBody(
  fields: readonly (readonly [name: string, value: string])[],
  field: string,
  files: readonly PlannedFile[],
  outflow: Outflow,
): Promise<Body> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const size = files.reduce((sum, { source }) => sum + source.size, 0);
  const isSmall = size <= bufferLimit;
  if (isSmall) await outflow.pace(size);
  const streams: Readable[] = [];
  for (const file of files) {
    const { source, name, mediaType } = file;
    const part = { filename: name, contentType: mediaType };
    // form-data takes a known length of 0 for an unknown one.
    if (isSmall || source.size === 0) {
      form.append(field, await rangeBytes(source, wholeOf(source), outflow.signal), part);
    } else {
      const stream = rangeStream(source, wholeOf(source), outflow);
      streams.push(stream);
      form.append(field, stream, { ...part, knownLength: source.size });
    }
  }
  const contentType = `multipart/form-data; boundary=${form.getBoundary()}`;
  return isSmall
    ? bufferBody(contentType, form.getBuffer())
    : streamBody(contentType, form.getLengthSync(), form, streams);
}
