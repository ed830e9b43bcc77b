import assert from 'node:assert/strict';
import type { Destination } from '../../../src/core/ports.ts';
import type { TusProfile } from '../../../src/core/profile/profile.ts';
import type { BegunSession, HeldPart, SentPart, SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { answerOf, startScriptedServer, type Script, type TakenRequest } from '../servers/scriptedServer.ts';
import { bytesOf, destinationOf, plannedBytes, quiet, signal, type Listening } from './given.ts';

export const tus = { 'tus-resumable': '1.0.0' };
export const partSize = 1000;
export const file = plannedBytes(bytesOf(3 * partSize));
/** The second of three parts. */
export const part = { start: partSize, end: 2 * partSize };
export const state = { path: '/files/1' };
/** The file goes along with the request that creates its upload. */
export const atOnce = { partSize: 3 * partSize, retryUnsafe: true };

type Scripts = Partial<Record<'OPTIONS' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE', Script>>;

/** A tus destination, each test anew, and the server that it is before. */
export function scriptedTus() {
  const servers: Listening[] = [];
  let requests: readonly TakenRequest[];
  let session: SessionProtocol;
  let destination: Destination;

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function start(script: Script) {
    const server = await startScriptedServer(script);
    servers.push(server);
    return server;
  }

  /** A server that keeps to the protocol but for what is given. */
  async function given(scripts: Scripts, profile: Partial<TusProfile> = {}): Promise<void> {
    const server = await start((request, socket) => {
      const script = scripts[request.method as keyof Scripts];
      return script ? script(request, socket) : byTheBook(request);
    });
    ({ requests } = server);
    destination = destinationOf(
      { kind: 'tus', url: `${server.url}files`, partSize, auth: { type: 'bearer', token: 'hidden' }, ...profile },
      {},
    );
    assert.ok(destination.session);
    ({ session } = destination);
  }

  const begin = (): Promise<BegunSession> => session.begin(file, quiet);
  const held = (): Promise<readonly HeldPart[] | undefined> => session.held(state, file, signal);
  const patch = (): Promise<SentPart> => session.send(state, file, part, quiet);
  const methods = () => requests.map(({ method }) => method);

  return {
    start,
    given,
    begin,
    held,
    patch,
    methods,
    get requests() {
      return requests;
    },
    get session() {
      return session;
    },
    get destination() {
      return destination;
    },
  };
}

/** A part was taken, and the server says that it has so many bytes. */
export function offset(bytes: number): string {
  return answerOf(204, { ...tus, 'upload-offset': String(bytes) });
}

export function byTheBook({ method, headers, body }: TakenRequest): string {
  switch (method) {
    case 'OPTIONS':
      return answerOf(204, { ...tus, 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' });
    case 'POST':
      return answerOf(201, { ...tus, location: '/files/1' });
    case 'HEAD':
      return answerOf(200, { ...tus, 'upload-offset': '1000', 'upload-length': '3000' });
    case 'PATCH':
      return offset(Number(headers['upload-offset']) + body.length);
    default:
      return answerOf(204, tus);
  }
}
