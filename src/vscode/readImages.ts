import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { Reading } from '../core/reading/reading.ts';
import * as pipeline from '../core/pipeline.ts';
import { Problem } from '../core/problem.ts';
import type { ReadingProgress } from '../core/reading/readingProgress.ts';
import { signalOf } from './cancellation.ts';
import { wantedPages } from './choosePages.ts';
import { fill } from '../shared/labels.ts';
import { resourceOf } from './openDocuments.ts';
import { openEngine } from './openEngine.ts';
import { addedFolder } from './panel/addedPictures.ts';
import type { ShownReading } from './panel/results.ts';
import { translatedLabels } from './panel/translatedLabels.ts';
import { ask, withNotification, type Notification } from './plainWindow.ts';
import { timeLeft } from './progressText.ts';
import type { SecretStore } from './secretStore.ts';
import { selectResources, shownPath } from './selectResources.ts';
import { readingSettings, virtualFileLimit } from './settings.ts';
import type { Shell } from './shell.ts';

/**
 * Reads the pictures among the resources and the pages of PDFs, of folders all that are in them, with progress in a
 * notification. Many are asked about first.
 *
 * @param onReading called with each, in their order, as it ends.
 * @throws Problem `nothingToRead`, or one of the settings or the engine; AbortError when cancelled before anything was
 *   read.
 */
export async function readImages(
  shell: Shell,
  resources: readonly vscode.Uri[],
  secrets: SecretStore,
  onReading: (shown: ShownReading) => void,
): Promise<void> {
  const settings = readingSettings();
  const choice = await openEngine(shell.context, settings.engine, secrets);
  if (choice === undefined) return;
  await withNotification(vscode.l10n.t('Reading'), async (notification, token) => {
    const none = new AbortController();
    const signal = AbortSignal.any([signalOf(token), none.signal]);
    const images = await shell.reader();
    const engine = await images.get(choice, settings, signal);
    const remembered = await shell.remembered();
    const reader = settings.remember ? remembered.readerOver(engine, choice) : engine;
    const statThread = pathToFileURL(shell.context.asAbsolutePath('dist/statThread.js'));
    const added = addedFolder(shell.context);
    const chosen = resources.map((uri) => ({ uri }));
    const selecting = { virtualFileLimit: virtualFileLimit(), statThread, added, toRead: true as const, signal };
    const selection = await selectResources(chosen, selecting);
    if (selection.length === 0) throw nothingIn(resources);
    if (selection.length > settings.confirmFiles && !(await confirm(selection.length))) return;
    const { ofPage } = translatedLabels();
    await pipeline.read(selection, reader, {
      signal,
      pages: wantedPages(engine, selection.length === 1, () => none.abort()),
      pageName: (page) => fill(ofPage, { page }),
      onProgress: showProgress(notification),
      onReading: (reading, selected) => {
        logReading(shell.log, reading);
        const { id } = selected.kind === 'source' ? selected.source : selected;
        const content = selected.kind === 'source' ? remembered.hashes.known(selected.source) : undefined;
        onReading({ uri: resourceOf(id), reading, content });
      },
      parse: { country: settings.country, languages: settings.languages },
    });
  });
}

function nothingIn(folders: readonly vscode.Uri[]): Problem {
  return new Problem('nothingToRead', { pattern: folders.map((folder) => shownPath(folder)).join(', ') });
}

async function confirm(count: number): Promise<boolean> {
  const yes = vscode.l10n.t('Read');
  const question = vscode.l10n.t('Read {0} pictures and PDFs?', count);
  return (await ask(question, [yes])) === yes;
}

function showProgress(notification: Notification) {
  let shown = 0;
  return (progress: ReadingProgress) => {
    const percent = Math.floor(progress.fraction * 100);
    notification.report({ message: readingText(progress), increment: percent - shown });
    shown = percent;
  };
}

/** `trip/scan.pdf, page 2 of 12 (3 of 5), 40 s left` */
function readingText({ file, pages, filesDone, filesTotal, secondsLeft }: ReadingProgress): string {
  const picture = pages === 1 ? file : vscode.l10n.t('{0} of {1}', file, pages);
  const counted = filesTotal === 1 ? picture : vscode.l10n.t('{0} ({1} of {2})', picture, filesDone + 1, filesTotal);
  return [counted, ...timeLeft(secondsLeft)].join(', ');
}

function logReading(log: vscode.LogOutputChannel, reading: Reading): void {
  switch (reading.status) {
    case 'read':
      log.info(`${reading.file} read in ${Math.round(reading.durationMs)} ms: ${reading.page.lines.length} lines`);
      break;
    case 'cancelled':
      log.info(`${reading.file} not read: cancelled`);
      break;
    case 'skipped':
    case 'failed':
      log.warn(`${reading.file} ${reading.status}: ${reading.problem.code}: ${reading.problem.message}`);
      break;
  }
}
