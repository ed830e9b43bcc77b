import type { Uri } from 'vscode';
import type { Chosen } from './selectResources.ts';
import type { Shell } from './shell.ts';
import { showUpload } from './showUpload.ts';
import { tell } from './tell.ts';
import { upload, type UploadChoice } from './upload.ts';

/**
 * Uploads the resources, hands over the links and tells how it ended; what goes wrong before a file's turn is told too.
 *
 * @param destination its name; absent: the default one.
 */
export function uploadAndShow(shell: Shell, resources: readonly Uri[], destination?: string): Promise<void> {
  const chosen = resources.map((uri) => ({ uri }));
  return uploadChosen(shell, chosen, destination === undefined ? {} : { destination });
}

/** The same for what was chosen before. */
export async function uploadChosen(shell: Shell, chosen: readonly Chosen[], choice: UploadChoice): Promise<void> {
  const [first] = chosen;
  if (first === undefined) return;
  await tell(shell, first.uri, async () => {
    const finished = await upload(shell, chosen, choice);
    if (finished === undefined) return;
    const { destination } = finished;
    await showUpload(shell, finished, (left, onBegin) => uploadChosen(shell, left, { destination, onBegin }));
  });
}
