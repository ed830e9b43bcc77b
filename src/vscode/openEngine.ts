import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { ocrSpaceSecret } from '../core/readingEngines.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import type { SecretStore } from './secretStore.ts';
import type { EngineSettings } from './settings.ts';
import { requireTrust } from './trust.ts';

/** Where it is kept which origins a person lets pictures go to. */
const agreedKey = 'pictureOrigins';

/**
 * The engine that the settings name, with what a person is asked for: before the first picture goes to a service whether
 * it may, and once for its key.
 *
 * @returns undefined when pictures may not go there.
 * @throws Problem `workspaceUntrusted`, `secretMissing`.
 */
export async function openEngine(
  { globalState }: vscode.ExtensionContext,
  { engine, languages, ocrSpace }: EngineSettings,
  secrets: SecretStore,
): Promise<EngineChoice | undefined> {
  if (engine === 'local') return { engine };
  if (engine === 'tesseract') return { engine, languages };
  requireTrust();
  const { origin, host } = new URL(ocrSpace.url);
  const agreed = globalState.get<readonly string[]>(agreedKey, []);
  if (!agreed.includes(origin)) {
    if (!(await maySend(host))) return undefined;
    await globalState.update(agreedKey, [...agreed, origin]);
  }
  const key = await secrets.get(ocrSpaceSecret, origin);
  if (key === undefined) throw new Problem('secretMissing', { name: ocrSpaceSecret, destination: engine });
  return { engine, languages, service: { ...ocrSpace, key } };
}

async function maySend(host: string): Promise<boolean> {
  const yes = vscode.l10n.t('Send Pictures');
  const detail = vscode.l10n.t(
    'The setting porter.ocr.engine lets OCR.space read them. Each picture leaves this computer, without its name and metadata.',
  );
  const question = vscode.l10n.t('Send pictures to {0}?', host);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
