import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { isObject } from '../../core/isObject.ts';
import type { SessionKey, SessionRecord, SessionState } from '../../core/transfer/sessionPort.ts';
import { settingsDigest } from './settingsDigest.ts';

/** Of what is written; another Porter may write another. */
const version = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const schema = v.object({
  destination: v.string(),
  target: v.string(),
  begunWith: v.exactOptional(v.string()),
  file: v.object({
    id: v.string(),
    path: v.string(),
    name: v.exactOptional(v.string()),
    dated: v.exactOptional(count),
    version: v.string(),
    size: count,
  }),
  begun: count,
  partSize: v.pipe(count, v.minValue(1)),
  // Whatever JSON holds is Json.
  state: v.custom<SessionState>(isObject),
  intended: v.exactOptional(v.literal(true)),
  ending: v.exactOptional(v.literal(true)),
  abandoned: v.exactOptional(v.literal(true)),
});

/** What the files of an upload are called: no path gets into a name. */
export function nameOf({ destination, file }: SessionKey): string {
  return createHash('sha256')
    .update(JSON.stringify([destination, file.id]))
    .digest('hex')
    .slice(0, 32);
}

export function writeSession(record: SessionRecord): string {
  return JSON.stringify({ version, ...record });
}

/** undefined when it is damaged, foreign, of another version, or not the one of this name. */
export function readSession(text: string, name: string): SessionRecord | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(schema, content);
  if (!parsed.success || !isObject(content) || content['version'] !== version) return undefined;
  return nameOf(parsed.output) === name ? asWrittenNow(parsed.output) : undefined;
}

/** An earlier Porter wrote settings of S3 in clear, and versions that no file has now: those start over. */
function asWrittenNow(record: SessionRecord): SessionRecord {
  const { begunWith } = record;
  return { ...record, ...(begunWith?.startsWith('[') && { begunWith: settingsDigest(begunWith) }) };
}
