import assert from 'node:assert/strict';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { gate } from '../../unit/core/fakes.ts';
import { isTransferError, quiet, signal } from './given.ts';
import { atOnce, byTheBook, file, part, partSize, scriptedTus, state, tus } from './scriptedTus.ts';

describe('A tus destination', () => {
  const scripted = scriptedTus();
  const { start, given, begin, held, patch } = scripted;

  describe('whose server answers OPTIONS oddly', () => {
    const odd: Record<string, string> = {
      'with 404': answerOf(404),
      'with 405 and a list of extensions': answerOf(405, { 'tus-extension': 'creation-with-upload,checksum' }),
      'with 401': answerOf(401),
      'with 500': answerOf(500),
      'with a page': answerOf(200, { 'content-type': 'text/html' }, '<h1>Welcome</h1>'),
      'with a limit that is none': answerOf(204, { 'tus-max-size': 'big', 'tus-version': '1.0.0' }),
      'with a limit of 0': answerOf(204, { 'tus-max-size': '0' }),
      'with an unknown checksum': answerOf(204, { 'tus-extension': 'checksum', 'tus-checksum-algorithm': 'xxh3' }),
    };
    for (const [how, answer] of Object.entries(odd)) {
      it(`${how} works with the core protocol`, async () => {
        await given({ OPTIONS: () => answer });
        assert.deepEqual(await begin(), { state, held: [] });
        const created = scripted.requests.findLast(({ method }) => method === 'POST');
        assert.equal(created?.body.length, 0);
        assert.deepEqual((await patch()).held, part);
        assert.equal(scripted.requests.at(-1)?.headers['upload-checksum'], undefined);
      });
    }

    it('with other versions than ours says so', async () => {
      await given({ OPTIONS: () => answerOf(204, { 'tus-version': '2.0.0, 0.2.2' }) });
      await assert.rejects(
        begin(),
        isTransferError('answerInvalid', {}, { reason: 'it speaks tus 2.0.0, 0.2.2, not 1.0.0' }),
      );
    });

    it('with a failure is asked again the next time', async () => {
      const answers = [answerOf(503), answerOf(204, { 'tus-extension': 'creation-with-upload' })];
      await given({ OPTIONS: () => answers.shift() }, atOnce);
      await begin();
      await begin();
      assert.deepEqual(
        scripted.requests.map(({ body }) => body.length),
        [0, 0, 0, 3 * partSize],
      );
    });
  });

  describe('whose server is asked what it can do', () => {
    it('once, by all files that begin together', async () => {
      await given({});
      await Promise.all([begin(), begin(), begin()]);
      assert.deepEqual(scripted.methods().toSorted(), ['OPTIONS', 'POST', 'POST', 'POST']);
    });

    it('by another file when the one that asked is cancelled', async () => {
      const [asked, first] = [gate(), new AbortController()];
      await given({
        OPTIONS: (request) => {
          if (scripted.requests.length > 1) return byTheBook(request);
          asked.open();
          return undefined;
        },
      });
      const begun = [first.signal, signal].map((one) => scripted.session.begin(file, { ...quiet, signal: one }));
      await asked.opened;
      first.abort();
      const [cancelled, other] = await Promise.allSettled(begun);
      assert.ok(cancelled?.status === 'rejected' && cancelled.reason instanceof DOMException);
      assert.equal(other?.status, 'fulfilled');
      assert.deepEqual(scripted.methods(), ['OPTIONS', 'OPTIONS', 'POST']);
    });

    it('by none that is cancelled meanwhile', async () => {
      const [asked, second] = [gate(), new AbortController()];
      const answer = gate();
      await given({
        OPTIONS: (request, socket) => {
          asked.open();
          void answer.opened.then(() => socket.write(byTheBook(request)));
          return undefined;
        },
      });
      const first = begin();
      await asked.opened;
      const cancelled = scripted.session.begin(file, { ...quiet, signal: second.signal });
      second.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      answer.open();
      await first;
      assert.deepEqual(scripted.methods(), ['OPTIONS', 'POST']);
    });
  });

  describe('which creates an upload', () => {
    const wrong: Record<string, [answer: string, reason: string]> = {
      'without a Location': [answerOf(201, tus), 'it does not tell where the upload is (no Location)'],
      'with an empty Location': [
        answerOf(201, { ...tus, location: '' }),
        'it does not tell where the upload is (no Location)',
      ],
      'with a Location that is no URL': [answerOf(201, { ...tus, location: 'http://[' }), 'its Location is no URL'],
      'with a Location on another server': [
        answerOf(201, { ...tus, location: 'http://evil.example/files/1?a=b' }),
        'its Location leads to another server, http://evil.example',
      ],
      'with a Location without a host of its own': [
        answerOf(201, { ...tus, location: '//evil.example/files/1' }),
        'its Location leads to another server, http://evil.example',
      ],
      'with a Location of no web': [
        answerOf(201, { ...tus, location: 'file:///etc' }),
        'its Location leads to another server, null',
      ],
      'without Tus-Resumable': [answerOf(201, { location: '/files/1' }), 'it does not speak tus (no Tus-Resumable)'],
      'in another version': [
        answerOf(201, { 'tus-resumable': '0.2.2', location: '/files/1' }),
        'it speaks another version of tus than 1.0.0',
      ],
      'with 200 and a page': [answerOf(200, {}, '<h1>Sign in</h1>'), 'it does not speak tus (no Tus-Resumable)'],
      'with an offset that is none': [
        answerOf(201, { ...tus, location: '/files/1', 'upload-offset': 'NaN' }),
        'its Upload-Offset is no number',
      ],
      'with an offset although it got nothing': [
        answerOf(201, { ...tus, location: '/files/1', 'upload-offset': '1000' }),
        'it says that it has 1000 bytes of 0 that there are',
      ],
    };
    for (const [how, [answer, reason]] of Object.entries(wrong)) {
      it(`fails for good when the answer comes ${how}`, async () => {
        await given({ POST: () => answer });
        await assert.rejects(begin(), isTransferError('answerInvalid', {}, { reason }));
      });
    }

    it('sends no credentials where a foreign Location leads', async () => {
      const foreign = await start(() => answerOf(204, tus));
      await given({ POST: () => answerOf(201, { ...tus, location: `${foreign.url}files/1` }) });
      await assert.rejects(begin(), isTransferError('answerInvalid'));
      assert.deepEqual(foreign.requests, []);
    });

    it('sends no credentials where a state that somebody wrote leads', async () => {
      await given({});
      const written = { path: '//evil.example/files/1' };
      await scripted.session.held(written, file, signal);
      assert.equal(scripted.requests.at(-1)?.target, '//evil.example/files/1');
      await assert.rejects(scripted.session.held({ path: '.evil.example/' }, file, signal));
    });

    it('says which version the server speaks when it refuses ours', async () => {
      await given({ POST: () => answerOf(412, { 'tus-version': '0.2.2' }) });
      await assert.rejects(
        begin(),
        isTransferError('answerInvalid', { status: 412 }, { reason: 'it speaks tus 0.2.2, not 1.0.0' }),
      );
    });

    for (const status of [400, 404, 409, 410]) {
      it(`fails for good at ${status}`, async () => {
        await given({ POST: () => answerOf(status, tus) });
        await assert.rejects(begin(), (error) => error instanceof TransferError && error.failure.passes === undefined);
      });
    }

    it('says the limit when the server tells it with its refusal', async () => {
      await given({ POST: () => answerOf(413, { ...tus, 'tus-max-size': '2000' }) });
      await assert.rejects(begin(), isTransferError('tooLargeThere', { status: 413 }, { size: 3000, limit: 2000 }));
    });

    it('goes on from where the server kept less than came with the request', async () => {
      const kept = answerOf(201, { ...tus, location: '/files/1', 'upload-offset': '10' });
      const options = () => answerOf(204, { 'tus-extension': 'creation-with-upload' });
      await given({ OPTIONS: options, POST: () => kept }, atOnce);
      assert.deepEqual((await begin()).held, [{ start: 0, end: 10 }]);
    });

    it('sends nothing of the file twice where the server does not say what it kept', async () => {
      const silent = answerOf(201, { ...tus, location: '/files/1' });
      const options = () => answerOf(204, { 'tus-extension': 'creation-with-upload' });
      await given({ OPTIONS: options, POST: () => silent }, atOnce);
      assert.deepEqual((await begin()).held, []);
    });
  });

  describe('which asks for the offset', () => {
    const wrong: Record<string, [headers: Record<string, string>, reason: string]> = {
      'beyond the end': [{ ...tus, 'upload-offset': '3001' }, 'it says that it has 3001 bytes of 3000 that there are'],
      'that is NaN': [{ ...tus, 'upload-offset': 'NaN' }, 'its Upload-Offset is no number'],
      'below 0': [{ ...tus, 'upload-offset': '-1' }, 'its Upload-Offset is no number'],
      'that is half': [{ ...tus, 'upload-offset': '0.5' }, 'its Upload-Offset is no number'],
      'larger than any number': [{ ...tus, 'upload-offset': '9'.repeat(16) }, 'its Upload-Offset is no number'],
      twice: [{ ...tus, 'upload-offset': '5, 5' }, 'its Upload-Offset is no number'],
      'not at all': [tus, 'it tells no Upload-Offset'],
      'of another file': [
        { ...tus, 'upload-offset': '5', 'upload-length': '10' },
        'it has an upload of another length at this address',
      ],
      'without Tus-Resumable': [{ 'upload-offset': '5' }, 'it does not speak tus (no Tus-Resumable)'],
    };
    for (const [how, [headers, reason]] of Object.entries(wrong)) {
      it(`fails for good when it is told ${how}`, async () => {
        await given({ HEAD: () => answerOf(200, headers) });
        await assert.rejects(held(), isTransferError('answerInvalid', {}, { reason }));
      });
    }

    for (const status of [404, 410]) {
      it(`starts over at ${status}`, async () => {
        await given({ HEAD: () => answerOf(status, tus) });
        assert.equal(await held(), undefined);
      });
    }

    it('may be gone, or refused to these credentials, at 403', async () => {
      await given({ HEAD: () => answerOf(403, tus) });
      await assert.rejects(held(), isTransferError('unauthorized', { status: 403, mayBeGone: true }));
    });

    for (const [status, code, passes] of [
      [401, 'unauthorized', undefined],
      [423, 'refusedByServer', true],
      [500, 'serverFailed', undefined],
    ] as const) {
      it(`does not start over at ${status}`, async () => {
        await given({ HEAD: () => answerOf(status, tus) });
        await assert.rejects(held(), isTransferError(code, { status, ...(passes && { passes }) }));
      });
    }

    for (const status of [404, 410]) {
      it(`with ${status} about what it had whole does not tell what became of it`, async () => {
        await given({ HEAD: () => answerOf(status, tus) });
        await assert.rejects(
          scripted.session.finish(state, file, [{ start: 0, end: 3000 }], signal),
          isTransferError('answerMissing', { status }, { reason: 'it no longer knows it, and had all of it' }),
        );
      });
    }

    it('has succeeded only when nothing is missing', async () => {
      await given({ HEAD: () => answerOf(200, { ...tus, 'upload-offset': '2999' }) });
      const finished = scripted.session.finish(state, file, [{ start: 0, end: 3000 }], signal);
      await assert.rejects(
        finished,
        isTransferError('answerInvalid', {}, { reason: 'it says that a part is missing' }),
      );
    });
  });
});
