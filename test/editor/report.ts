/** How the extension host, a process of its own, tells what it is doing: JSON lines over a socket. */
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What comes from the extension host: lines as they are printed, and what the module came to. */
export type Report =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'result'; readonly value: unknown };

/** Name of the variable that holds the port in the extension host's environment. */
export const reportPortVariable = 'PORTER_TEST_REPORT_PORT';

/** Name of the variable that holds what titles to look for. */
export const grepVariable = 'PORTER_TEST_GREP';

/** Name of the variable that holds the editor's folder for settings and state. */
export const dataFolderVariable = 'PORTER_TEST_DATA';

interface Receipts extends AsyncDisposable {
  readonly port: number;
}

/** Listens for reports on 127.0.0.1. */
export async function listenForReports(onReport: (report: Report) => void): Promise<Receipts> {
  const server = createServer((socket) => {
    createInterface(socket).on('line', (line) => {
      onReport(JSON.parse(line) as Report);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
