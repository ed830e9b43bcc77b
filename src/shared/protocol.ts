/** What the results panel and its webview say to each other. Both sides check what comes in. */
import * as v from 'valibot';
import type { ProblemCode } from '../core/messages.ts';
import { pageSchema } from '../core/reading/pageFrom.ts';
import { receiptSchema } from '../core/receipt/receiptSchema.ts';
import { labels } from './labels.ts';
import type { LabelName } from './labels.ts';

const file = v.string();
const correctionsSchema = v.record(v.string(), v.union([v.string(), v.number(), v.null()]));

/** One picture of the panel: a `PlainReading` of core, and what a person did to it. */
export const entrySchema = v.object({
  /** Made of the picture's URI; names its record on disk. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  reading: v.variant('status', [
    v.object({
      status: v.literal('read'),
      file,
      engine: v.string(),
      durationMs: v.number(),
      page: pageSchema,
      receipt: receiptSchema,
    }),
    v.object({
      status: v.picklist(['skipped', 'failed']),
      file,
      problem: v.object({ code: v.custom<ProblemCode>((code) => typeof code === 'string'), message: v.string() }),
    }),
    v.object({ status: v.literal('cancelled'), file }),
  ]),
  corrections: correctionsSchema,
  /** A person has looked at it and says that it is right. */
  accepted: v.optional(v.boolean(), false),
});
export type Entry = v.InferOutput<typeof entrySchema>;

const text = v.exactOptional(v.string());
const amount = v.exactOptional(v.number());

/** What the list and the table tell of a picture: little, so that hundreds travel at once. */
const rowSchema = v.object({
  id: v.string(),
  file,
  status: v.picklist(['read', 'skipped', 'failed', 'cancelled']),
  accepted: v.boolean(),
  merchant: text,
  /** `YYYY-MM-DD`. */
  date: text,
  /** ISO 4217. */
  currency: text,
  total: amount,
  tax: amount,
  /** How many sums and dates could be tried, and how many of them hold. Absent: it is no receipt. */
  checks: v.exactOptional(v.object({ tried: v.number(), held: v.number() })),
  /** The first line of its text. */
  text,
  /** Why it was not read. */
  problem: text,
});
export type Row = v.InferOutput<typeof rowSchema>;

/** The picture as a file that a browser shows, or why there is none. */
const pictureSchema = v.variant('kind', [
  v.object({ kind: v.literal('file'), bytes: v.instance(Uint8Array) }),
  v.object({ kind: v.literal('none'), message: v.string() }),
]);
export type Picture = v.InferOutput<typeof pictureSchema>;

const selected = v.optional(v.string());

/** From the extension to the webview. */
const toPanelSchema = v.variant('type', [
  /** All pictures, with the panel's words in the user's language: what a webview that starts needs. */
  v.object({
    type: v.literal('show'),
    rows: v.array(rowSchema),
    selected,
    labels: v.object(v.entriesFromList(Object.keys(labels) as LabelName[], v.string())),
  }),
  /** Pictures that are new, at the end of the list, or were read again; one of them may come in front. */
  v.object({ type: v.literal('rows'), rows: v.array(rowSchema), selected }),
  v.object({ type: v.literal('removed'), id: v.string(), selected }),
  /** All of the picture that was selected. */
  v.object({ type: v.literal('entry'), entry: entrySchema }),
  v.object({ type: v.literal('picture'), id: v.string(), picture: pictureSchema }),
  /** What a person did to a picture has changed. */
  v.object({
    type: v.literal('changed'),
    row: rowSchema,
    corrections: correctionsSchema,
  }),
  /** What was typed does not fit. */
  v.object({ type: v.literal('refused'), id: v.string(), path: v.string(), text: v.string(), message: v.string() }),
  /** To be said by a screen reader. */
  v.object({ type: v.literal('announce'), message: v.string() }),
]);
export type ToPanel = v.InferOutput<typeof toPanelSchema>;

const id = v.string();
/** In the order in which they are shown. */
const ids = v.array(id);
const copyFormat = v.picklist(['markdown', 'text', 'json']);
export type CopyFormat = v.InferOutput<typeof copyFormat>;

/** Largest picture that is pasted or dropped, in bytes: it travels as one message. */
export const largestAdded = 64_000_000;

const addedSchema = v.variant('kind', [
  v.object({ kind: v.literal('bytes'), bytes: v.instance(Uint8Array) }),
  v.object({ kind: v.literal('tooLarge'), size: v.number() }),
  v.object({ kind: v.literal('unreadable'), reason: v.string() }),
]);
export type Added = v.InferOutput<typeof addedSchema>;

/**
 * From the webview to the extension. It names the pictures of the list by id, and a path only when a person drops it.
 */
const fromPanelSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Another picture is looked at: what was read from it and its pixels are wanted. */
  v.object({ type: v.literal('select'), id }),
  v.object({ type: v.literal('correct'), id, path: v.string(), text: v.string() }),
  /** What was read there is right. */
  v.object({ type: v.literal('confirm'), id, path: v.string() }),
  /** Back to what was read. */
  v.object({ type: v.literal('reset'), id, path: v.string() }),
  /** All of the picture is right, or that is taken back. */
  v.object({ type: v.literal('accept'), id, accepted: v.boolean() }),
  v.object({ type: v.literal('copy'), ids, as: copyFormat }),
  /** Into the text editor that was used last. */
  v.object({ type: v.literal('insert'), ids, as: copyFormat }),
  v.object({ type: v.literal('save'), ids }),
  v.object({ type: v.literal('remove'), id }),
  /** A person wants to choose pictures that are read. */
  v.object({ type: v.literal('choose') }),
  /** A picture that was pasted or dropped, or why it could not be had; `readAdded` follows the last. */
  v.object({ type: v.literal('add'), name: v.string(), content: addedSchema }),
  v.object({ type: v.literal('readAdded') }),
  /** Resources that were dropped, by their URIs. */
  v.object({ type: v.literal('readDropped'), uris: v.array(v.string()) }),
]);
export type FromPanel = v.InferOutput<typeof fromPanelSchema>;

/** The message, or undefined for anything else. */
export function parseToPanel(message: unknown): ToPanel | undefined {
  return parse(toPanelSchema, message);
}

/** The message, or undefined for anything else. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  return parse(fromPanelSchema, message);
}

/** What the editor keeps for a panel over a reload: ids and how it is looked at, nothing read. */
const panelStateSchema = v.object({
  ids: v.array(entrySchema.entries.id),
  selected,
  view: v.optional(v.picklist(['pictures', 'table']), 'pictures'),
});
export type PanelState = v.InferOutput<typeof panelStateSchema>;

/** The state, empty for anything else. */
export function parsePanelState(state: unknown): PanelState {
  return parse(panelStateSchema, state) ?? { ids: [], view: 'pictures' };
}

function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
