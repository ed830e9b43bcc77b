import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A request that goes by, when its first line has come. */
export interface Passing {
  /** `PUT /bucket/key?partNumber=1 HTTP/1.1` */
  readonly line: string;
  /** Settles when its answer begins to come. */
  readonly answered: Promise<undefined>;
  /** Lets the answer through or not, and ends the client's connection. */
  cut(): void;
  /** Keeps the answer back until this settles. */
  holdUntil(release: Promise<undefined>): void;
}

export interface Forwarder {
  readonly url: string;
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Forwards to a server; `onRequest` is told of each request, and may do something to its answer. */
export async function startForwarder(port: number, onRequest: (passing: Passing) => void): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    let answer = Promise.withResolvers<undefined>();
    let isCut = false;
    let held: Promise<undefined> = Promise.resolve(undefined);
    client.on('data', (chunk) => {
      const [line] = /^[A-Z]+ \S+ HTTP\/1\.1(?=\r\n)/.exec(chunk.toString('latin1', 0, 2000)) ?? [];
      if (line !== undefined) {
        lines.push(line);
        answer = Promise.withResolvers();
        onRequest({
          line,
          answered: answer.promise,
          cut: () => (isCut = true),
          holdUntil: (release) => {
            held = release;
          },
        });
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      answer.resolve(undefined);
      if (isCut) client.destroy();
      else void held.then(() => client.write(chunk));
    });
    client.on('end', () => upstream.end());
    upstream.on('end', () => client.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
