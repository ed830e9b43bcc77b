import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { EmbeddedReceiver } from './embeddedReceiver.ts';
import type { ImageReader } from './imageReader.ts';
import type { LastLink } from './lastLink.ts';
import type { Results } from './panel/results.ts';
import type { TransferStatus } from './transferStatus.ts';

/** What lives as long as the extension: made in `activate`, handed to whatever a command runs. */
export interface Shell {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly status: TransferStatus;
  readonly lastLink: LastLink;
  readonly receiver: EmbeddedReceiver;
  readonly reader: ImageReader;
  readonly results: Results;
}
