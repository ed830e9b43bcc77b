/**
 * Another process that has an upload: it says so, says that it is about to end when it is told anything, and lets go
 * when it is ended. Arguments: folder, destination, file.
 */
import { once } from 'node:events';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';

const [folder = '', destination = '', file = ''] = process.argv.slice(2);
const store = sessionStore(folder);
await store.open({ destination, file: { id: file, path: file } }, new AbortController().signal);
process.stdout.write('held\n');
await once(process.stdin, 'data');
store.markEnding();
process.stdout.write('ending\n');
