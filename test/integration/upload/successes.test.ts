import assert from 'node:assert/strict';
import { answeringServers, file, send } from './answeringServers.ts';
import { bytesOf, destinationOf, isTransferError, plannedBytes, quiet } from './given.ts';

describe('an answer', () => {
  const serve = answeringServers();
  const tells = (told: object) =>
    serve((request, response) => request.resume().on('end', () => response.end(JSON.stringify(told))));

  const failures = [
    { success: false, data: { error: 'quota' } },
    { ok: false },
    { status: 'error', message: 'no' },
    { error: 'no such preset' },
    { error: { message: 'no' } },
    { errors: ['no'] },
    { error: true, url: null },
  ];
  for (const told of failures) {
    it(`of status 200 with ${JSON.stringify(told)} is no success`, async () => {
      const url = await tells(told);
      const problem = isTransferError('refusedByServer', { status: 200 }, { reason: ': its answer tells of an error' });
      await assert.rejects(send(url), problem);
      await assert.rejects(send(url, { link: { template: 'http://host.test/${file}' } }), problem);
      await assert.rejects(destinationOf({ kind: 'raw', url }).send([file], quiet), problem);
    });
  }

  const helpful = [
    { success: false, error: 'quota exceeded', link: 'https://example.com/pricing' },
    { ok: false, url: '/help/errors' },
    { status: 'error', message: 'virus found', href: '/docs' },
    { status: 'failed', error: 'no', data: { url: '/docs' } },
    { errors: [{ code: 1 }], url: '/x' },
    { error: { code: 1 }, url: '/x' },
    { error: true, url: '/x' },
  ];
  for (const told of helpful) {
    it(`of status 200 with ${JSON.stringify(told)} is no success by its address`, async () => {
      const url = await tells(told);
      await assert.rejects(send(url), isTransferError('refusedByServer', { status: 200 }));
    });
  }

  it('of status 200 that says it failed is no success by an address that the link’s rule finds', async () => {
    for (const told of [{ success: false }, { ok: false }, { status: 'failure' }]) {
      const url = await tells({ ...told, help: '/x' });
      await assert.rejects(send(url, { link: { json: 'help' } }), isTransferError('refusedByServer', { status: 200 }));
    }
  });

  it('of status 200 that lists errors is a success by an address that the link’s rule finds', async () => {
    const url = await tells({ errors: ['no preview'], file: '/x' });
    assert.deepEqual(await send(url, { link: { json: 'file' } }), [{ url: new URL('/x', url).href }]);
  });

  const successes = [
    { success: true, error: null, url: 'http://host.test/x' },
    { error: '', errors: [], ok: true, url: 'http://host.test/x' },
    { error: 'no thumbnail', url: 'http://host.test/x' },
    { status: 200, error: {}, url: 'http://host.test/x' },
  ];
  for (const told of successes) {
    it(`of status 200 with ${JSON.stringify(told)} is a success`, async () => {
      const url = await tells(told);
      assert.deepEqual(await send(url), [{ url: 'http://host.test/x' }]);
      await send(url, { link: { json: 'url' } });
    });
  }

  it('of success that comes before everything was sent is none', async () => {
    const url = await serve((_, response) => {
      response.writeHead(201, { connection: 'close' }).end('http://host.test/x');
    });
    const large = [plannedBytes(bytesOf(20 * 1024 * 1024))];
    await assert.rejects(
      send(url, {}, large),
      isTransferError('answerInvalid', {}, { reason: 'it came before everything was sent' }),
    );
  });
});
