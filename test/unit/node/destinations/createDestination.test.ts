import assert from 'node:assert/strict';
import { SecretMask } from '../../../../src/core/maskSecrets.ts';
import type { PlannedFile } from '../../../../src/core/model.ts';
import type { RequestPreview } from '../../../../src/core/ports.ts';
import type { FormProfile, RawProfile, TusProfile } from '../../../../src/core/profile/profile.ts';
import { createDestination, receiverDestination } from '../../../../src/node/destinations/createDestination.ts';
import { digests } from '../../../../src/node/files/digest.ts';
import { memorySource } from '../../../../src/node/files/memorySource.ts';

const { signal } = new AbortController();

function fileOf(name: string, text: string): PlannedFile {
  const source = memorySource({ id: `test:${name}`, name, path: name }, Buffer.from(text));
  return { source, name, mediaType: 'text/plain', warnings: [] };
}

const services = {
  secrets: { get: () => Promise.reject(new Error('a preview asks for no secret')) },
  env: { WHO: 'top-secret-env' },
  mask: new SecretMask(),
  digests,
};

function preview(profile: FormProfile | RawProfile, ...files: PlannedFile[]): Promise<RequestPreview> {
  return createDestination('test', profile, services).preview(files, signal);
}

describe('the preview of a request', () => {
  it('shows a form as it would be sent', async () => {
    const profile: FormProfile = {
      kind: 'form',
      url: 'https://host.test/up?name=${name}',
      field: 'upload',
      fields: { album: '${ext}' },
      headers: { 'X-Sum': '${sha256}' },
      filesPerRequest: 2,
    };
    assert.deepEqual(await preview(profile, fileOf('a b.txt', 'hello'), fileOf('c.txt', '')), {
      method: 'POST',
      url: 'https://host.test/up?name=a%20b',
      headers: [
        ['content-type', 'multipart/form-data'],
        ['x-sum', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
      ],
      body: ['album = txt', 'upload = a b.txt (text/plain, 5 bytes)', 'upload = c.txt (text/plain, 0 bytes)'],
    });
  });

  it('shows a raw request as it would be sent', async () => {
    assert.deepEqual(await preview({ kind: 'raw', url: 'https://host.test/dir/' }, fileOf('a b.txt', 'hello')), {
      method: 'PUT',
      url: 'https://host.test/dir/a%20b.txt',
      headers: [['content-type', 'text/plain']],
      body: ['a b.txt (text/plain, 5 bytes)'],
    });
  });

  const auths: FormProfile['auth'][] = [
    { type: 'basic', username: 'me', password: '${secret:word}' },
    { type: 'bearer', token: 'typed-in-plain' },
    { type: 'header', name: 'X-Custom', value: 'typed-in-plain' },
  ];
  for (const auth of auths) {
    it(`masks ${auth?.type} credentials`, async () => {
      const { headers } = await preview(
        { kind: 'raw', url: 'https://host.test/', ...(auth ? { auth } : {}) },
        fileOf('a', ''),
      );
      assert.deepEqual(headers.at(-1)?.[1], '***');
    });
  }

  it('asks for no secret, and shows none that is typed in, of the environment or in the URL', async () => {
    const shown = await preview(
      {
        kind: 'form',
        url: 'https://host.test/${secret:key}?sig=typed-in-plain',
        headers: { 'X-Who': '${env:WHO}', 'X-Api-Key': 'typed-in-plain' },
        fields: { password: 'typed-in-plain', who: 'I am ${env:WHO}', key: '${secret:key}' },
      },
      fileOf('a', ''),
    );
    const text = JSON.stringify(shown);
    assert.doesNotMatch(text, /typed-in-plain|top-secret/);
    assert.deepEqual(shown.body.slice(0, 3), ['password = ***', 'who = I am ***', 'key = ***']);
    assert.equal(shown.url, 'https://host.test/***?sig=***');
  });

  it('tells of a variable that is not set', async () => {
    await assert.rejects(preview({ kind: 'raw', url: 'https://host.test/${env:GONE}' }, fileOf('a', '')), {
      code: 'variableMissing',
    });
  });
});

describe('a destination', () => {
  it('tells its limits and how often it repeats', () => {
    const limited = createDestination(
      'test',
      { kind: 'form', url: 'http://host.test:81/x', maxSize: 5, allow: ['image/*'], retries: 1, filesPerRequest: 7 },
      services,
    );
    const { host, limits, retries, idempotent } = limited;
    assert.deepEqual([host, limits.maxSize, limits.allow, limits.filesPerRequest], ['host.test:81', 5, ['image/*'], 7]);
    assert.deepEqual([retries, idempotent], [1, false]);
  });

  it('takes as many requests at a time as its profile says, of whatever kind it is', () => {
    const url = 'http://host.test/';
    const profiles = [
      { kind: 'form', url },
      { kind: 'raw', url },
      { kind: 'tus', url },
      { kind: 's3', bucket: 'photos' },
    ] as const;
    const address = { url, token: null, folder: '/tmp' };
    for (const profile of profiles) {
      assert.equal(createDestination('test', { ...profile, concurrency: 2 }, services).limits.concurrency, 2);
      assert.equal(createDestination('test', profile, services).limits.concurrency, undefined);
    }
    const receiver = receiverDestination('mine', { kind: 'receiver', concurrency: 2 }, address, services);
    assert.equal(receiver.limits.concurrency, 2);
  });

  it('is safe to repeat when it puts, or when its profile says so', () => {
    const url = 'http://host.test/';
    const isSafe = (profile: FormProfile | RawProfile) => createDestination('test', profile, services).idempotent;
    assert.ok(isSafe({ kind: 'raw', url }) && isSafe({ kind: 'form', url, retryUnsafe: true }));
    assert.ok(!isSafe({ kind: 'raw', url, method: 'POST' }) && !isSafe({ kind: 'form', url }));
  });

  it('by tus begins anew when what its server was told of a file would be another', () => {
    const begunWith = (more: Partial<TusProfile>) =>
      createDestination('test', { kind: 'tus', url: 'http://host.test/', ...more }, services).begunWith;
    const album = begunWith({ metadata: { album: 'sea', token: 'swordfish' } });
    const different = [undefined, album, begunWith({ metadata: { album: 'hills' } }), begunWith({ fileName: 'x' })];
    assert.equal(new Set(different).size, 4);
    assert.equal(begunWith({ metadata: { token: 'swordfish', album: 'sea' } }), album);
    assert.equal(begunWith({ partSize: 5, headers: { 'x-a': 'b' } }), undefined);
    assert.doesNotMatch(album ?? '', /swordfish/);
  });

  it('names a file by its template, else as it is', async () => {
    const { source } = fileOf('a.txt', 'hello');
    const profile: RawProfile = { kind: 'raw', url: 'http://host.test/' };
    const named = createDestination('test', { ...profile, fileName: '${name}-${sha256}.${ext}' }, services);
    assert.match(await named.nameFor(source, signal), /^a-2cf24d\w+\.txt$/);
    assert.equal(await createDestination('test', profile, services).nameFor(source, signal), 'a.txt');
  });

  it('reads a file once for its checksum, however often that is asked for', async () => {
    const file = fileOf('a.txt', 'hello');
    let opened = 0;
    const source = {
      ...file.source,
      open: (...args: Parameters<typeof file.source.open>) => (opened++, file.source.open(...args)),
    };
    const url = 'http://host.test/${sha256}/${sha256}';
    await preview({ kind: 'raw', url, headers: { 'X-Sum': '${sha256}' } }, { ...file, source });
    assert.equal(opened, 1);
  });

  it('binds secrets to the origin of its URL', async () => {
    const asked: string[] = [];
    const get = (name: string, origin: string) => {
      asked.push(`${name} ${origin}`);
      return Promise.resolve('x');
    };
    const profile: RawProfile = { kind: 'raw', url: 'https://host.test:8443/a/', fileName: '${secret:key}' };
    await createDestination('test', profile, { ...services, secrets: { get } }).nameFor(fileOf('a', '').source, signal);
    assert.deepEqual(asked, ['key https://host.test:8443']);
  });

  it('of a receiver takes its URL and token as they are', async () => {
    const address = { url: 'http://127.0.0.1:1/', token: '${name}', folder: '/received' };
    const destination = receiverDestination('mine', { kind: 'receiver', maxSize: 9 }, address, services);
    assert.deepEqual([destination.name, destination.host, destination.limits.maxSize], ['mine', '127.0.0.1:1', 9]);
    assert.equal(destination.target, '/received');
    const large = fileOf('movie.mp4', 'x'.repeat(8 * 1024 * 1024));
    const ofLarge = await destination.preview([large], signal);
    assert.deepEqual([ofLarge.method, ofLarge.url], ['POST', 'http://127.0.0.1:1/tus']);
    assert.deepEqual(ofLarge.headers.at(-1), ['authorization', '***']);
    assert.equal(ofLarge.body[0], 'filename = movie.mp4');
    const { method, url, headers } = await destination.preview([fileOf('a', '')], signal);
    assert.deepEqual([method, url, headers.at(-1)], ['POST', 'http://127.0.0.1:1/', ['authorization', '***']]);
  });
});
