import assert from 'node:assert/strict';
import { ownTime } from '../../setup/ownTime.ts';
import { answering, givenLocal, unseen, workerThat } from './givenReader.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures } from './pictures.ts';

const { signal } = new AbortController();
const firstLine = '48 Lantern Street';

describe('the reading worker', () => {
  let picture: Uint8Array;

  before(async () => {
    const vips = await startPictures();
    picture = (await receiptPiece(vips)).writeToBuffer('.png');
    vips.shutdown();
  });

  it('tells how far it is, up to the end', async () => {
    await using given = await givenLocal({});
    const seen: number[] = [];
    await given.reader.read(sourceOf(picture), { signal, onProgress: (fraction) => seen.push(fraction) });
    assert.ok(seen.length >= 3);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    assert.equal(seen.at(-1), 1);
  });

  it('stops within 100 ms when cancelled in the middle, and the next picture is read', async () => {
    await using given = await givenLocal({});
    const { reader, threads } = given;
    const controller = new AbortController();
    const underWay = Promise.withResolvers<undefined>();
    const onProgress = () => underWay.resolve(undefined);
    const reading = reader.read(sourceOf(picture), { signal: controller.signal, onProgress });
    const cancelled = assert.rejects(reading, { name: 'AbortError' });
    await underWay.promise;
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
    assert.equal(threads.length, 1);
    assert.equal((await reader.read(sourceOf(picture), { signal })).lines[0]?.text, firstLine);
    assert.equal(threads.length, 2);
    assert.equal(threads[0]?.threadId, -1, 'the cancelled thread has ended');
  });

  it('can be cancelled at any moment while it loads what it reads with', async () => {
    await using given = await givenLocal({}, { threads: 2 });
    for (let moment = 40; moment <= 600; moment += 80) {
      // What goes wrong here ends the process.
      const reading = given.reader.read(sourceOf(picture), { signal: AbortSignal.timeout(moment) });
      await reading.catch((error: unknown) => assert.equal((error as Error).name, 'TimeoutError'));
    }
    assert.equal((await given.reader.read(sourceOf(picture), { signal })).lines[0]?.text, firstLine);
  });

  it('reads pictures one at a time, and lets one leave the queue', async () => {
    await using given = await givenLocal({});
    const controller = new AbortController();
    const [first, second, third] = [signal, controller.signal, signal].map((signal) =>
      given.reader.read(sourceOf(picture), { signal }),
    );
    controller.abort();
    await assert.rejects(second ?? Promise.resolve(), { name: 'AbortError' });
    assert.deepEqual(await third, await first);
    assert.equal(given.threads.length, 1);
  });

  it('is one of as many as read at the same time, each a picture', async () => {
    const meeting = workerThat(`channel.onmessage = () => { channel.close(); ${answering} };
      channel.postMessage('has a picture');`);
    await using given = await givenLocal({ 'worker.js': meeting }, { jobs: 2 });
    const met = given.heard('has a picture', 2);
    const pages = [unseen, unseen].map((source) => given.reader.read(source, { signal }));
    await met;
    given.say('both have');
    assert.equal((await Promise.all(pages)).length, 2);
    assert.equal(given.threads.length, 2);
  });

  for (const pictures of [1, 2]) {
    it(`shares all threads with the others that there are: ${pictures} of 8`, async () => {
      const script = `new BroadcastChannel(__dirname).postMessage('network');
        require(${JSON.stringify(`${assetsFolder}/networkThread.cjs`)});`;
      await using given = await givenLocal({ 'networkThread.cjs': script }, { jobs: 8, threads: 4 });
      const all = given.heard('network', 4);
      await Promise.all(Array.from({ length: pictures }, () => given.reader.read(sourceOf(picture), { signal })));
      await all;
      await given.reader.dispose();
      assert.equal(given.said.length, 4);
    });
  }

  it('does not start for a signal that is aborted already', async () => {
    await using given = await givenLocal({});
    await assert.rejects(given.reader.read(unseen, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(given.threads.length, 0);
  });
});
