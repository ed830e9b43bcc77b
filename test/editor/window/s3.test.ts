import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSwift, swiftKeys, type Swift } from '../../integration/servers/swift.ts';
import { binaryBytes } from './binaryBytes.ts';
import { inWorkbench } from './workbench.ts';

const bucket = 'photos';

describe('A bucket', () => {
  let folder: string;
  let swift: Swift;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    swift = await startSwift(folder);
    await swift.createBucket(bucket);
  });

  after(async () => {
    await swift.stop();
    await rm(folder, { recursive: true });
  });

  it('takes a file in parts, after its key was asked for in a box that hides it, and gives a link to it', async () => {
    // Two parts: 5 MiB is the least.
    const content = binaryBytes(6_000_000);
    const prepare = (workspace: string) => writeFile(join(workspace, 'album.bin'), content);
    const { accessKeyId, secretAccessKey, region } = swiftKeys;
    const settings = {
      'porter.destinations': {
        photos: {
          kind: 's3',
          endpoint: swift.endpoint,
          region,
          bucket,
          partSize: '5 MiB',
          link: { presigned: 1 },
          credentials: { accessKeyId, secretAccessKey: '${secret:swift}' },
        },
      },
      'porter.defaultDestination': 'photos',
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('album.bin'), 'Porter', 'Upload');
      await workbench.quickInput.locator('input[type="password"]').waitFor();
      await workbench.quickInput.getByText(`For ${swift.endpoint} only.`).waitFor();
      await workbench.enter('not the secret');
      const refused = workbench.notification('album.bin was not uploaded to “photos”.');
      await refused.getByRole('button', { name: 'Enter Secret Again' }).click();
      await workbench.enter(secretAccessKey);
      await workbench.notification('album.bin was uploaded to “photos”.').waitFor();
      assert.ok((await swift.read(bucket, 'album.bin'))?.equals(content));
      const link = await fetch(await workbench.clipboard());
      assert.ok(Buffer.from(await link.arrayBuffer()).equals(content), `status ${link.status}`);
      assert.deepEqual(await swift.unfinished(bucket), []);
    });
  });
});
