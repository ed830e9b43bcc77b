import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { Reading } from '../core/model.ts';
import * as pipeline from '../core/pipeline.ts';
import type { ReadingProgress } from '../core/readingProgress.ts';
import { signalOf } from './cancellation.ts';
import { openEngine } from './openEngine.ts';
import type { ShownReading } from './panel/results.ts';
import type { SecretStore } from './secretStore.ts';
import { selectResources } from './selectResources.ts';
import { readingSettings, selectionSettings } from './settings.ts';
import type { Shell } from './shell.ts';

/**
 * Reads the pictures among the resources, with progress in a notification.
 *
 * @returns nothing when a person lets no picture go to the engine.
 * @throws Problem of the settings or the engine; AbortError when cancelled before anything was read.
 */
export async function readImages(
  shell: Shell,
  resources: readonly vscode.Uri[],
  secrets: SecretStore,
): Promise<readonly ShownReading[]> {
  const selecting = selectionSettings(resources[0]);
  const settings = readingSettings();
  const choice = await openEngine(shell.context, settings.engine, secrets);
  if (choice === undefined) return [];
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Reading'), cancellable: true },
    async (notification, token) => {
      const signal = signalOf(token);
      const reader = await shell.reader.get(choice, settings, signal);
      await using pages = await shell.reader.pages(settings);
      const statThread = pathToFileURL(shell.context.asAbsolutePath('dist/statThread.js'));
      const selection = await selectResources(resources, { ...selecting, statThread, signal });
      const uris = new Map(selection.map(({ path, uri }) => [path, uri]));
      const shown: ShownReading[] = [];
      await pipeline.read(
        selection.map(({ selected }) => selected),
        reader,
        {
          signal,
          pages,
          onProgress: showProgress(notification),
          onReading: (reading, selected) => {
            logReading(shell.log, reading);
            const uri =
              selected.kind === 'source' ? vscode.Uri.parse(selected.source.id, true) : uris.get(selected.path);
            if (uri) shown.push({ uri, reading });
          },
          parse: { country: settings.country },
        },
      );
      return shown;
    },
  );
}

function showProgress(notification: vscode.Progress<{ message?: string; increment?: number }>) {
  let shown = 0;
  return ({ file, filesDone, filesTotal, fraction }: ReadingProgress) => {
    const percent = Math.floor(fraction * 100);
    const message = filesTotal === 1 ? file : vscode.l10n.t('{0} ({1} of {2})', file, filesDone + 1, filesTotal);
    notification.report({ message, increment: percent - shown });
    shown = percent;
  };
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
