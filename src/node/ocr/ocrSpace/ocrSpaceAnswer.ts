import * as v from 'valibot';
import { linesOfWords } from '../../../core/reading/linesOfWords.ts';
import type { Box, Line } from '../../../core/reading/reading.ts';
import type { Original } from '../assemblePage.ts';

/** The answer tells that the picture was not read, or is no answer: why, maybe in the service's own words. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
}

const texts = v.nullish(v.union([v.string(), v.array(v.string())]));
const code = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));
const word = v.object({
  WordText: v.string(),
  Left: v.number(),
  Top: v.number(),
  Width: v.number(),
  Height: v.number(),
});
const parsedResult = v.object({
  TextOverlay: v.nullish(v.object({ Lines: v.nullish(v.array(v.object({ Words: v.array(word) }))) })),
  FileParseExitCode: v.nullish(code),
  ParsedText: v.nullish(v.string()),
  ErrorMessage: texts,
  ErrorDetails: texts,
});
/** https://ocr.space/ocrapi, "Response" */
const schema = v.object({
  ParsedResults: v.nullish(v.array(parsedResult)),
  OCRExitCode: v.nullish(code),
  IsErroredOnProcessing: v.nullish(v.boolean()),
  ErrorMessage: texts,
  ErrorDetails: texts,
});

type ParsedResult = v.InferOutput<typeof parsedResult>;

/** `OCRExitCode` of a picture that was read, all of it or a part. */
const readWhole = 1;
const readPartly = 2;
/** `FileParseExitCode` of one that was read. */
const parsed = 1;

/** What codes mean where the answer has no words for it. */
const meanings: ReadonlyMap<number, string> = new Map([
  [3, 'it could not read the picture'],
  [4, 'an error occurred there while it was read'],
  [6, 'it gave up waiting for its own result'],
  [-10, 'its engine could not read the picture'],
  [-20, 'its engine took too long'],
  [-30, 'it did not accept the picture'],
]);

/**
 * The lines of an answer, and what a person should know of them.
 *
 * @param json parsed; undefined where it is no JSON.
 * @throws NotRead
 */
export function readAnswer(
  json: unknown,
  original: Original,
): { readonly lines: readonly Line[]; readonly notes: readonly string[] } {
  const result = v.safeParse(schema, json);
  if (!result.success || isEmpty(result.output)) throw new NotRead('its answer is none that Porter knows');
  const { ParsedResults: results, IsErroredOnProcessing: errored, OCRExitCode: exitCode, ...told } = result.output;
  const [first] = results ?? [];
  const isRead = exitCode === readWhole || exitCode === readPartly || exitCode === undefined || exitCode === null;
  if (errored || !isRead) throw new NotRead(reasonOf([told, first], exitCode));
  const fileCode = first?.FileParseExitCode ?? parsed;
  if (fileCode !== parsed) throw new NotRead(reasonOf([first, told], fileCode));
  const partly = exitCode === readPartly ? ['OCR.space read only a part of it.'] : [];
  if (first === undefined) return { lines: [], notes: partly };
  const lines = overlayLines(first, original.scale);
  if (lines.length > 0) return { lines, notes: partly };
  const banded = bandedLines(first.ParsedText ?? '', original);
  const unplaced = banded.length > 0 ? ['OCR.space told no places: the lines are spread over the picture.'] : [];
  return { lines: banded, notes: [...partly, ...unplaced] };
}

/** Whether the answer tells neither what was read nor how that ended: `{}`. */
function isEmpty(answer: v.InferOutput<typeof schema>): boolean {
  return Object.values(answer).every((value) => value === undefined || value === null);
}

function reasonOf(
  told: readonly (Pick<ParsedResult, 'ErrorMessage' | 'ErrorDetails'> | undefined)[],
  exitCode: number | null | undefined,
): string {
  const words = told.flatMap((part) => [part?.ErrorMessage ?? [], part?.ErrorDetails ?? []]).flat();
  const reasons = new Set(words.map((text) => text.trim().replace(/\.$/, '')).filter(Boolean));
  if (reasons.size > 0) return [...reasons].join('; ');
  return meanings.get(exitCode ?? NaN) ?? `it told of an error, code ${exitCode ?? 'unknown'}`;
}

function overlayLines({ TextOverlay: overlay }: ParsedResult, scale: number): readonly Line[] {
  return (overlay?.Lines ?? []).flatMap(({ Words: words }) =>
    linesOfWords(
      words
        .map(({ WordText: text, Left: x, Top: y, Width: width, Height: height }) => {
          const box = [x, y, x + width, y + height].map((edge) => Math.round(edge * scale));
          return { text: text.trim(), box: box as unknown as Box };
        })
        .filter(({ text }) => text !== ''),
    ),
  );
}

/** Text without places: a band of the picture a line, in their order. */
function bandedLines(text: string, { width, height }: Original): readonly Line[] {
  const rows = text
    .split(/\r?\n/)
    .map((row) => row.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  const edge = (row: number) => Math.round((row * height) / rows.length);
  return rows.map((row, index) => ({ text: row, box: [0, edge(index), width, edge(index + 1)] }));
}
