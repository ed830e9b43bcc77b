import type { FieldPath } from '../src/core/receipt/receiptFields.ts';

/** What a person is at in a field, to go on with in another editor of it. */
export interface Draft {
  /** Absent: nothing was typed that was not handed over, or was refused. */
  readonly text?: string;
  /** What was handed over last. */
  readonly sent: string | undefined;
  readonly refusal: string;
  /** Absent: the focus is elsewhere. */
  readonly selection?: Pick<HTMLInputElement, 'selectionStart' | 'selectionEnd' | 'selectionDirection'>;
}

/** What a person is at, by field. */
export type Drafts = readonly (readonly [path: FieldPath, draft: Draft])[];

/** What was handed over and not taken. */
export interface Refused {
  readonly path: string;
  readonly text: string;
  /** Why. */
  readonly message: string;
}

/** The drafts of a picture that is not shown, in which what was refused is there to be mended. */
export function withRefused(drafts: Drafts, { path, text, message }: Refused): Drafts {
  return drafts.map(([of, draft]) =>
    of === path && draft.sent === text
      ? [of, { ...draft, text: draft.text ?? text, sent: undefined, refusal: message }]
      : [of, draft],
  );
}
