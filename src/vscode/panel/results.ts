import type { Uri } from 'vscode';
import type { Reading } from '../../core/reading/reading.ts';

/** Names the panel to the editor, which starts Porter for it after a reload (`onWebviewPanel:`). */
export const resultsViewType = 'porter.results';

/** What a picture gave, and which one it is. */
export interface ShownReading {
  readonly uri: Uri;
  readonly reading: Reading;
  /** Tells its content from others (`ContentHashes`), where a person lets that be remembered. */
  readonly content?: string | undefined;
}

/** The panel that shows readings. */
export interface Results {
  /**
   * Adds the readings, the first of them in front. A picture that is in the panel already gets its new reading, if it
   * could be read.
   */
  show(readings: readonly ShownReading[]): Promise<void>;
  /** Adds further readings behind what is looked at; to a panel that was closed meanwhile none. */
  add(readings: readonly ShownReading[]): Promise<void>;
  /** Brings the panel to the front. */
  open(): Promise<void>;
  /** Asks what of it is to be inserted into the text editor that was used last. */
  insert(): Promise<void>;
}
