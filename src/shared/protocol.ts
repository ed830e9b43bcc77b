/** What the results panel and its webview say to each other. Both sides check what comes in. */
import * as v from 'valibot';
import { pageSchema } from '../core/pageFrom.ts';
import { receiptSchema } from '../core/receipt/receiptSchema.ts';
import { labels } from './labels.ts';
import type { LabelName } from './labels.ts';

const file = v.string();

/** One picture of the panel: a `Reading` of core as plain data, and what a person corrected. */
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
    v.object({ status: v.picklist(['skipped', 'failed']), file, message: v.string() }),
    v.object({ status: v.literal('cancelled'), file }),
  ]),
  corrections: v.record(v.string(), v.union([v.string(), v.number(), v.null()])),
});
export type Entry = v.InferOutput<typeof entrySchema>;

/** The picture as a file that a browser shows, or why there is none. */
const pictureSchema = v.variant('kind', [
  v.object({ kind: v.literal('file'), bytes: v.instance(Uint8Array) }),
  v.object({ kind: v.literal('none'), message: v.string() }),
]);
export type Picture = v.InferOutput<typeof pictureSchema>;

/** From the extension to the webview. */
const toPanelSchema = v.variant('type', [
  /** All there is to show, with the panel's words in the user's language. */
  v.object({
    type: v.literal('show'),
    entries: v.array(entrySchema),
    selected: v.optional(v.string()),
    labels: v.object(v.entriesFromList(Object.keys(labels) as LabelName[], v.string())),
  }),
  v.object({ type: v.literal('picture'), id: v.string(), picture: pictureSchema }),
  /** One entry's corrections have changed. */
  v.object({ type: v.literal('entry'), entry: entrySchema }),
  /** What was typed does not fit. */
  v.object({ type: v.literal('refused'), id: v.string(), path: v.string(), message: v.string() }),
  /** To be said by a screen reader. */
  v.object({ type: v.literal('announce'), message: v.string() }),
]);
export type ToPanel = v.InferOutput<typeof toPanelSchema>;

const id = v.string();

/** From the webview to the extension. It names pictures by id and never by path. */
const fromPanelSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Another picture is looked at: its pixels are wanted. */
  v.object({ type: v.literal('select'), id }),
  v.object({ type: v.literal('correct'), id, path: v.string(), text: v.string() }),
  /** Back to what was read. */
  v.object({ type: v.literal('reset'), id, path: v.string() }),
  v.object({ type: v.literal('copy'), id, as: v.picklist(['text', 'json']) }),
  v.object({ type: v.literal('save'), id, as: v.picklist(['json', 'csv']) }),
  v.object({ type: v.literal('remove'), id }),
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

/** What the editor keeps for a panel over a reload: ids, nothing read. */
const panelStateSchema = v.object({ ids: v.array(entrySchema.entries.id), selected: v.optional(v.string()) });
export type PanelState = v.InferOutput<typeof panelStateSchema>;

/** The state, empty for anything else. */
export function parsePanelState(state: unknown): PanelState {
  return parse(panelStateSchema, state) ?? { ids: [] };
}

function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
