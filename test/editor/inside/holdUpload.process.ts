/** Another process that has an upload: it says so, and lets go when it is ended. Arguments: folder, destination, file. */
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';

const [folder = '', destination = '', file = ''] = process.argv.slice(2);
await sessionStore(folder).open({ destination, file }, new AbortController().signal);
process.stdout.write('held\n');
process.stdin.resume();
