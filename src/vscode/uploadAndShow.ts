import type { Uri } from 'vscode';
import type { Shell } from './shell.ts';
import { showUpload } from './showUpload.ts';
import { tell } from './tell.ts';
import { upload } from './upload.ts';

/**
 * Uploads the resources, hands over the links and tells how it ended; what goes wrong before a file's turn is told too.
 *
 * @param destination its name; absent: the default one.
 */
export async function uploadAndShow(shell: Shell, resources: readonly Uri[], destination?: string): Promise<void> {
  if (resources.length === 0) return;
  await tell(shell, resources[0], async () => {
    const finished = await upload(shell, resources, destination);
    if (finished) await showUpload(shell, finished, (again) => uploadAndShow(shell, again, finished.destination));
  });
}
