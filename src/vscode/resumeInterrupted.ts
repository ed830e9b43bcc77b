import * as vscode from 'vscode';
import type { Outcome } from '../core/model.ts';
import type { Destination } from '../core/ports.ts';
import { Problem } from '../core/problem.ts';
import { begunElsewhere } from '../core/transfer/begunElsewhere.ts';
import { goingOn } from '../core/transfer/goOn.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { byDestination, discard, stillThere } from './discardInterrupted.ts';
import { announceProblems } from './heldUploads.ts';
import { interruptedOrTold } from './interruptedUploads.ts';
import { isLostDocument, resourceOf } from './openDocuments.ts';
import type { Chosen } from './selectResources.ts';
import type { Shell } from './shell.ts';
import { tell } from './tell.ts';
import { requireTrust } from './trust.ts';
import { uploadChosen } from './uploadAndShow.ts';

/**
 * Uploads once more what was interrupted, destination by destination: what servers have of it is not sent again.
 *
 * @param asked as `interruptedOrTold`.
 */
export async function resumeInterrupted(shell: Shell, asked?: readonly SessionRecord[]): Promise<void> {
  await tell(shell, undefined, async () => {
    requireTrust();
    const records = await interruptedOrTold(shell, asked);
    const { token } = new vscode.CancellationTokenSource();
    const lost = await lostOf(records);
    announceProblems(
      shell,
      lost.map(({ file }) => new Problem('documentLost', { file: file.path })),
    );
    const there = records.filter((record) => !lost.includes(record));
    const groups = await Promise.all(
      [...byDestination(there)].map(async ([name, files]) => ({
        name,
        files,
        to: await stillThere(shell, name, token),
      })),
    );
    announceProblems(
      shell,
      groups.flatMap(({ files, to }) => files.flatMap((record) => whyNotThere(record, to) ?? [])),
    );
    const links: string[] = [];
    // That a file is gone was told; nobody is to be asked about it again.
    await Promise.all([
      discard(shell, lost, token),
      ...groups.map(async ({ name, files, to }) => {
        const here = files.filter((record) => whyNotThere(record, to) === undefined);
        const outcomes = await uploadChosen(shell, here.map(chosenBefore), { destination: name, links });
        await discard(shell, thoseGone(here, outcomes), token);
      }),
    ]);
  });
}

/** It goes by the path that it had when its upload was begun. */
function chosenBefore(record: SessionRecord): Chosen {
  const { id, path } = record.file;
  return { uri: resourceOf(id), path, ...goingOn(record) };
}

/** That a destination cannot be had, uploading tells. */
function whyNotThere(record: SessionRecord, to: Destination | Problem): Problem | undefined {
  return to instanceof Problem ? undefined : begunElsewhere(record, to);
}

/** Records of documents that were closed without being saved. */
async function lostOf(records: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
  const isLost = await Promise.all(records.map(({ file }) => isLostDocument(file.id)));
  return records.filter((_, index) => isLost[index]);
}

/** Records whose file does not exist any more, as their outcomes tell. */
function thoseGone(records: readonly SessionRecord[], outcomes: readonly Outcome[]): readonly SessionRecord[] {
  const gone = new Set(
    outcomes
      .filter((outcome) => 'problem' in outcome && outcome.problem.code === 'fileNotFound')
      .map(({ id }) => resourceOf(id).toString()),
  );
  return records.filter(({ file }) => gone.has(resourceOf(file.id).toString()));
}
