import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { window } from 'vscode';
import type { Destination } from '../../../src/core/ports.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { settingDefaults } from '../../../src/vscode/contributions.ts';
import { uploadQueue } from '../../../src/vscode/uploadQueue.ts';
import { withSettings } from '../workspace.ts';

describe('The queue of a window', () => {
  it('makes as many requests at once as when nothing is set, when it starts with settings that are wrong', async () => {
    await using _ = await withSettings({ 'porter.concurrency': 'many' });
    const log = window.createOutputChannel('queue', { log: true });
    const subscriptions: { dispose(): unknown }[] = [log];
    const queue = uploadQueue({ subscriptions }, log, sessionStore(tmpdir()));
    const allowed = settingDefaults['porter.concurrency'];
    const allUnderWay = Promise.withResolvers<undefined>();
    let underWay = 0;
    let most = 0;
    const destination: Destination = {
      name: 'test',
      host: 'files.example',
      target: 'https://files.example/',
      limits: { filesPerRequest: 1 },
      retries: 0,
      idempotent: true,
      nameFor: ({ name }) => name,
      preview: () => Promise.reject(new Error('not asked for')),
      async send() {
        most = Math.max(most, ++underWay);
        if (underWay === allowed) allUnderWay.resolve(undefined);
        await allUnderWay.promise;
        underWay--;
        return [{}];
      },
    };
    const files = Array.from({ length: allowed + 1 }, (_, place) => {
      const name = `${place}.txt`;
      const source = memorySource({ id: name, name, path: name }, Buffer.from(name));
      return { source, name, mediaType: 'text/plain', warnings: [] };
    });
    try {
      await queue.transfer(files, destination, { signal: new AbortController().signal });
      assert.equal(most, allowed);
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  });
});
