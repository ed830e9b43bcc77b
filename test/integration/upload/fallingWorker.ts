/** The thread of a `SendingThread` that falls over a file of a certain name. */
import { parentPort } from 'node:worker_threads';
import type { Order } from '../../../src/node/sending/sendingMessages.ts';
import '../../../src/node/sending/sendingWorker.ts';

parentPort?.on('message', (orders: readonly Order[]) => {
  // A turn later: its request has left.
  if (orders.some((order) => order.kind === 'send' && order.file.name === 'last.txt'))
    setImmediate(() => process.exit());
});
