import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Destination } from '../../../src/core/ports.ts';
import type { Profile, ReceiverProfile } from '../../../src/core/profile/profile.ts';
import type { SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { answerOf, startScriptedServer, type TakenRequest } from '../servers/scriptedServer.ts';
import { bytesOf, destinationOf, plannedBytes, quiet, signal, type Listening } from './given.ts';

type Elsewhere = Exclude<Profile, ReceiverProfile>;

const partSize = 1000;
const file = plannedBytes(bytesOf(2 * partSize), 'file.bin');
const md5 = (content: Uint8Array) => `"${createHash('md5').update(content).digest('hex')}"`;
const part = { start: 0, end: partSize };
const held = [part, { start: partSize, end: 2 * partSize }].map((range) => ({ ...range, receipt: { etag: '"e"' } }));

/** A profile with secrets wherever it may have some. */
function profileOf(kind: Elsewhere['kind'], url: string): Elsewhere {
  const secret = '${secret:key}';
  const auth = { type: 'bearer', token: secret } as const;
  const headers = { 'X-Api-Key': secret };
  switch (kind) {
    case 'form':
      return { kind, url, auth, headers, fields: { token: 'hidden', note: secret } };
    case 'raw':
      return { kind, url, auth, headers };
    case 'tus':
      return { kind, url: `${url}files`, auth, headers, metadata: { token: secret }, partSize };
    case 's3':
      return {
        kind,
        endpoint: url,
        bucket: 'photos',
        partSize,
        metadata: { token: secret },
        credentials: { accessKeyId: 'AKIA', secretAccessKey: secret, sessionToken: secret },
      };
  }
}

/** What each kind asks of its server, besides sending a file in one request. */
const steps: Record<'tus' | 's3', Record<string, (session: SessionProtocol) => Promise<unknown>>> = {
  tus: {
    POST: (session) => session.begin(file, quiet),
    HEAD: (session) => session.held({ path: '/files/1' }, file, signal),
    PATCH: (session) => session.send({ path: '/files/1' }, file, part, quiet),
    DELETE: (session) => session.abandon({ path: '/files/1' }, signal),
  },
  s3: {
    CreateMultipartUpload: (session) => session.begin(file, quiet),
    ListParts: (session) => session.held(uploadState, file, signal),
    UploadPart: (session) => session.send(uploadState, file, part, quiet),
    CompleteMultipartUpload: (session) => session.finish(uploadState, file, held, signal),
    AbortMultipartUpload: (session) => session.abandon(uploadState, signal),
  },
};
const uploadState = { key: 'file.bin', uploadId: 'u1', partSize, checksums: false };

describe('What is secret of a destination', () => {
  const servers: Listening[] = [];
  /** Of the destination's own server. */
  let asked: readonly TakenRequest[];
  let elsewhere: Listening & { readonly requests: readonly TakenRequest[] };

  beforeEach(async () => {
    elsewhere = await start(({ method, target }) => answerOf(200, { etag: '"e"', 'x-took': `${method} ${target}` }));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function start(script: Parameters<typeof startScriptedServer>[0]) {
    const server = await startScriptedServer(script);
    servers.push(server);
    return server;
  }

  /** A destination whose server leads everywhere but to itself. */
  async function led(kind: Elsewhere['kind'], status: number): Promise<Destination> {
    const location = `${elsewhere.url}photos/there`;
    const moved = `<Error><Code>PermanentRedirect</Code><Endpoint>${new URL(elsewhere.url).host}</Endpoint></Error>`;
    const { url, requests } = await start(({ method }) =>
      method === 'OPTIONS'
        ? answerOf(204, { 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' })
        : answerOf(status, { location, 'tus-resumable': '1.0.0' }, method === 'HEAD' ? '' : moved),
    );
    asked = requests;
    return destinationOf(profileOf(kind, url), { secrets: { key: 'hidden' } });
  }

  function assertNothingHidden(): void {
    for (const { target, headers, body } of elsewhere.requests) {
      assert.ok(!`${target} ${JSON.stringify(headers)} ${body.toString('latin1')}`.includes('hidden'));
      assert.ok(!('authorization' in headers));
    }
  }

  for (const status of [307, 308]) {
    for (const kind of ['form', 'raw'] as const) {
      it(`stays there when an upload by ${kind} is redirected with ${status}`, async () => {
        await (await led(kind, status)).send([file], quiet);
        assert.equal(elsewhere.requests.length, 1);
        assert.ok(elsewhere.requests[0]?.body.includes(bytesOf(2 * partSize)));
        assertNothingHidden();
      });
    }

    for (const [method, step] of Object.entries(steps.tus)) {
      it(`stays there when ${method} of tus is redirected with ${status}`, async () => {
        const { session } = await led('tus', status);
        assert.ok(session);
        // Whether what answers elsewhere speaks tus is another matter.
        await step(session).catch(() => undefined);
        assert.equal(elsewhere.requests[0]?.method, method);
        assertNothingHidden();
      });
    }
  }

  it('stays there when tus says that the upload is elsewhere', async () => {
    const { session } = await led('tus', 201);
    await assert.rejects(session?.begin(file, quiet) ?? assert.fail(), /its Location leads to another server/);
    assert.deepEqual(elsewhere.requests, []);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`stays there with all else when s3 redirects with ${status}`, async () => {
      const destination = await led('s3', status);
      const { session } = destination;
      assert.ok(session);
      await assert.rejects(destination.send([file], quiet));
      for (const [operation, step] of Object.entries(steps.s3)) {
        const before = asked.length;
        await assert.rejects(step(session), operation);
        assert.ok(asked.length > before, operation);
      }
      assert.deepEqual(elsewhere.requests, []);
    });
  }

  for (const kind of ['form', 'raw', 'tus', 's3'] as const) {
    it(`stays there when the link of an upload by ${kind} leads elsewhere and is checked`, async () => {
      const { url } = await start(({ method, body }) => answerOf(method === 'POST' ? 201 : 200, { etag: md5(body) }));
      const profile = { ...profileOf(kind, url), verify: 'download', link: { template: elsewhere.url } } as const;
      const destination = destinationOf(profile, { secrets: { key: 'hidden' } });
      const [uploaded = {}] = kind === 'tus' ? [{ url: elsewhere.url }] : await destination.send([file], quiet);
      await assert.rejects(destination.verify?.(uploaded, file, signal) ?? assert.fail());
      // An object is asked for in its bucket, whatever its link.
      assert.equal(elsewhere.requests.length, kind === 's3' ? 0 : 1);
      assertNothingHidden();
    });
  }
});
