/** What is done with results in the panel. */
export interface ResultProblems {
  /** What a person typed does not fit the field. */
  correctionInvalid: { typed: string; expected: string };
  pictureMissing: { file: string; reason: string };
  /** It was pasted or dropped. */
  addedTooLarge: { file: string; size: number; limit: number };
  addedUnreadable: { file: string; reason: string };
  droppedElsewhere: { address: string };
  insertRefused: { file: string };
}

export const resultProblems: Readonly<Record<keyof ResultProblems, string>> = {
  correctionInvalid: '“{typed}” does not fit here. Write {expected}.',
  pictureMissing: '{file} cannot be shown ({reason}). What was read from it is kept.',
  addedTooLarge:
    '{file} has {size}; what is pasted or dropped here may have {limit}. Save it, and read it from its file.',
  addedUnreadable:
    '{file} cannot be read from here ({reason}). Read it from the Explorer, or with “Porter: Read Image”.',
  droppedElsewhere:
    '{address} is not on this machine and cannot be read. Save the picture, then read it from its file.',
  insertRefused: '{file} takes no text: it is read-only. Open another document, then insert again.',
};
