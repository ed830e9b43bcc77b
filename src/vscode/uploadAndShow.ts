import type { Uri } from 'vscode';
import type { Outcome } from '../core/model.ts';
import type { Chosen } from './selectResources.ts';
import { byDefaultDestination } from './settings.ts';
import type { Shell } from './shell.ts';
import { showUpload } from './showUpload.ts';
import { tell } from './tell.ts';
import type { Again } from './tryAgain.ts';
import { upload, type UploadChoice } from './upload.ts';

/**
 * Uploads the resources, hands over the links and tells how it ended; what goes wrong before a file's turn is told too.
 *
 * @param destination its name; absent: the default one, that of each workspace folder.
 */
export async function uploadAndShow(shell: Shell, resources: readonly Uri[], destination?: string): Promise<void> {
  const links: string[] = [];
  const choice = destination === undefined ? { links } : { links, destination };
  const groups = destination === undefined ? byDefaultDestination(resources) : [resources];
  const batches = groups.map((group) => group.map((uri) => ({ uri })));
  await Promise.all(batches.map((chosen) => uploadChosen(shell, chosen, choice)));
}

/**
 * The same for what was chosen before.
 *
 * @returns how it ended, as it was told; nothing where it was not begun.
 */
export async function uploadChosen(
  shell: Shell,
  chosen: readonly Chosen[],
  choice: UploadChoice,
): Promise<readonly Outcome[]> {
  let outcomes: readonly Outcome[] = [];
  const [first] = chosen;
  if (first === undefined) return outcomes;
  await tell(shell, first.uri, async () => {
    const finished = await upload(shell, chosen, choice);
    if (finished === undefined) return;
    const { destination } = finished;
    outcomes = finished.outcomes;
    const again: Again = async (left, onBegin) => {
      await uploadChosen(shell, left, { destination, onBegin });
    };
    await showUpload(shell, finished, again, choice.links);
  });
  return outcomes;
}
