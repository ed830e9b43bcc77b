import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { TransferQueue } from '../core/transfer/transferQueue.ts';
import type { SendQueues } from '../node/http/sendQueues.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import type { EmbeddedReceiver } from './embeddedReceiver.ts';
import type { ImageReader } from './imageReader.ts';
import type { LastLinks } from './lastLinks.ts';
import type { Results } from './panel/results.ts';
import type { RememberedResults } from './rememberedResults.ts';
import type { SecretBoxes } from './secretBoxes.ts';
import type { Transfers } from './transfers/transfers.ts';

/** What lives as long as the extension: made in `activate`, handed to whatever a command runs. */
export interface Shell {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly transfers: Transfers;
  /** Uploads under way, on disk. */
  readonly sessions: () => Promise<DiskSessions>;
  /** All uploads of the window. */
  readonly queue: () => Promise<TransferQueue>;
  /** Of all destinations. */
  readonly sendQueues: () => Promise<SendQueues>;
  readonly secrets: SecretBoxes;
  readonly lastLinks: LastLinks;
  readonly receiver: EmbeddedReceiver;
  readonly reader: () => Promise<ImageReader>;
  readonly remembered: () => Promise<RememberedResults>;
  readonly results: Results;
}
