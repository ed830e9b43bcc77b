import type { Uri } from 'vscode';
import type { Shell } from './shell.ts';
import { selectAgain, type SelectedResource } from './selectResources.ts';
import { showUpload } from './showUpload.ts';
import { tell } from './tell.ts';
import { upload, type Select } from './upload.ts';

/**
 * Uploads the resources, hands over the links and tells how it ended; what goes wrong before a file's turn is told too.
 *
 * @param destination its name; absent: the default one.
 * @param select as of `upload`.
 */
export async function uploadAndShow(
  shell: Shell,
  resources: readonly Uri[],
  destination?: string,
  select?: Select,
): Promise<void> {
  if (resources.length === 0) return;
  await tell(shell, resources[0], async () => {
    const finished = await upload(shell, resources, destination, select);
    if (finished) await showUpload(shell, finished, (again) => uploadAgain(shell, again, finished.destination));
  });
}

function uploadAgain(shell: Shell, selection: readonly SelectedResource[], destination: string): Promise<void> {
  const resources = selection.map(({ uri }) => uri);
  return uploadAndShow(shell, resources, destination, (options) => selectAgain(selection, options));
}
