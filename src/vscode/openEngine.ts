import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { SecretMask } from '../core/maskSecrets.ts';
import { languagesToRead } from '../core/reading/languages.ts';
import { ocrSpaceSecret } from '../core/reading/readingEngines.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import { announce } from './actions.ts';
import { signalOf } from './cancellation.ts';
import { networkSettings } from './networkSettings.ts';
import { ask, withNotification } from './plainWindow.ts';
import type { SecretStore } from './secretStore.ts';
import { inFolderOf, type EngineSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import { requireTrust } from './trust.ts';

/** Where it is kept which origins a person lets pictures go to. */
const agreedKey = 'pictureOrigins';

/**
 * The engine that the settings name, with what a person is asked for: before data are fetched, before the first picture
 * goes to a service, and once for its key.
 *
 * @returns undefined when a person said no.
 * @throws Problem `workspaceUntrusted`, `secretMissing`, and what `languageFiles` throws; AbortError when cancelled.
 */
export async function openEngine(
  context: vscode.ExtensionContext,
  settings: EngineSettings,
  secrets: SecretStore,
): Promise<EngineChoice | undefined> {
  const { engine, languages } = settings;
  switch (engine) {
    case 'local':
      return { engine };
    case 'tesseract':
      return { engine, languages };
    case 'tesseract.js': {
      const files = await languageFilesFor(context, settings);
      return files && { engine, languageFiles: files };
    }
    case 'ocr.space':
      return openOcrSpace(context, settings, secrets);
  }
}

/** Pictures go to no service any more before a person is asked again. */
export async function forgetConsent({ context, log }: Pick<Shell, 'context' | 'log'>): Promise<void> {
  await context.globalState.update(agreedKey, undefined);
  announce(log, 'information', vscode.l10n.t('Porter asks again before it sends pictures to OCR.space.'), []);
}

async function languageFilesFor(
  { globalStorageUri }: vscode.ExtensionContext,
  { languages: named, languageFolder }: EngineSettings,
): Promise<readonly string[] | undefined> {
  const languages = languagesToRead(named);
  const { languageFiles } = await import('../node/ocr/tesseractJs/languageFiles.ts');
  const store = vscode.Uri.joinPath(globalStorageUri, 'languages').fsPath;
  const access = { env: process.env, mask: new SecretMask(), network: networkSettings() };
  const title = vscode.l10n.t('Getting the data for {0}', namesOf(languages));
  return await inFolderOf('porter.ocr.languageFolder', languageFolder, () =>
    withNotification(title, (_, token) =>
      languageFiles(languages, { folder: languageFolder, store }, access, { signal: signalOf(token), mayFetch }),
    ),
  );
}

async function mayFetch(languages: readonly string[]): Promise<boolean> {
  const yes = vscode.l10n.t('Fetch');
  const detail = vscode.l10n.t(
    'tesseract.js reads with them. Up to 20 MB a language come from registry.npmjs.org, once, and are kept.',
  );
  const question = vscode.l10n.t('Fetch the data for {0}?', namesOf(languages));
  return (await ask(question, [yes], detail)) === yes;
}

/**
 * `German, French`, in the language of the editor; a code that names no language stays.
 *
 * @param languages ISO 639-2/T.
 */
function namesOf(languages: readonly string[]): string {
  const names = new Intl.DisplayNames(vscode.env.language, { type: 'language' });
  return languages.map((code) => nameOf(names, code)).join(', ');
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

async function openOcrSpace(
  { globalState }: vscode.ExtensionContext,
  { languages, ocrSpace }: EngineSettings,
  secrets: SecretStore,
): Promise<EngineChoice | undefined> {
  const engine = 'ocr.space';
  requireTrust();
  const { origin, host } = new URL(ocrSpace.url);
  const agreed = globalState.get<readonly string[]>(agreedKey, []);
  if (!agreed.includes(origin)) {
    if (!(await maySend(host))) return undefined;
    await globalState.update(agreedKey, [...agreed, origin]);
  }
  const key = await secrets.get(ocrSpaceSecret, origin);
  if (key === undefined) throw new Problem('secretMissing', { name: ocrSpaceSecret, destination: engine });
  return { engine, languages: languagesToRead(languages), service: { ...ocrSpace, key } };
}

async function maySend(host: string): Promise<boolean> {
  const yes = vscode.l10n.t('Send Pictures');
  const detail = vscode.l10n.t(
    'The setting porter.ocr.engine lets OCR.space read them. Each picture leaves this computer, without its name and metadata.',
  );
  const question = vscode.l10n.t('Send pictures to {0}?', host);
  return (await ask(question, [yes], detail)) === yes;
}
