import assert from 'node:assert/strict';
import type { Uploaded } from '../../../src/core/ports.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { bytesOf, isTransferError, quiet, sha256Of, signal } from './given.ts';
import { byTheBook, file, part, partSize, scriptedTus, state, tus } from './scriptedTus.ts';

describe('A tus destination', () => {
  const scripted = scriptedTus();
  const { start, given, begin, patch } = scripted;

  describe('that is redirected', () => {
    it('follows on its server with everything', async () => {
      await given({
        POST: (request) => (request.target === '/files' ? answerOf(307, { location: '/other' }) : byTheBook(request)),
      });
      assert.deepEqual((await begin()).state, state);
      const [, first, second] = scripted.requests;
      assert.equal(second?.target, '/other');
      assert.deepEqual({ ...second, target: '' }, { ...first, target: '' });
    });

    it('sends a part to another server without credentials and metadata', async () => {
      const other = await start(byTheBook);
      await given({ PATCH: () => answerOf(308, { location: `${other.url}files/1` }) });
      assert.deepEqual((await patch()).held, part);
      const [taken] = other.requests;
      assert.equal(taken?.headers['authorization'], undefined);
      assert.equal(taken?.headers['upload-offset'], '1000');
      assert.equal(sha256Of(taken.body), sha256Of(bytesOf(3000).subarray(1000, 2000)));
    });

    it('creates no upload on another server', async () => {
      const other = await start(byTheBook);
      await given({ POST: () => answerOf(307, { location: `${other.url}files` }) });
      await assert.rejects(begin(), isTransferError('answerInvalid'));
      const [taken] = other.requests;
      assert.equal(taken?.headers['authorization'], undefined);
      assert.equal(taken?.headers['upload-metadata'], undefined);
    });
  });

  describe('whose profile says where the link is', () => {
    const linkOf = async (): Promise<Uploaded> => {
      const last = { start: 2 * partSize, end: 3 * partSize };
      const sent = await scripted.session.send(state, file, last, quiet);
      return scripted.session.finish(sent.state ?? {}, file, [{ start: 0, end: 3 * partSize }], signal);
    };

    it('takes it out of the answer to the last part', async () => {
      const answer = answerOf(200, { ...tus, 'upload-offset': '3000' }, '{"where":"/f/1"}');
      await given({ PATCH: () => answer }, { link: { json: 'where' } });
      assert.equal((await linkOf()).url, new URL('/f/1', scripted.destination.target).href);
    });

    it('takes it out of a header of what the server says when it is asked', async () => {
      const head = answerOf(200, { ...tus, 'upload-offset': '3000', 'content-location': '/f/2' });
      await given({ HEAD: () => head }, { link: { header: 'content-location' } });
      const { url } = await scripted.session.finish(state, file, [{ start: 0, end: 3 * partSize }], signal);
      assert.equal(url, new URL('/f/2', scripted.destination.target).href);
    });

    it('makes it by a template', async () => {
      await given({}, { link: { template: 'https://cdn.example.com/${file}' } });
      assert.equal((await linkOf()).url, 'https://cdn.example.com/file.bin');
    });

    it('warns where it is not there', async () => {
      await given({}, { link: { header: 'x-link' } });
      const { url, warnings } = await linkOf();
      assert.equal(url, undefined);
      assert.match(warnings?.join() ?? '', /no link was found/);
    });
  });
});
