/** Uploads to a tus server that broke off: what a window that was closed leaves behind. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import type { Source } from '../../src/core/model.ts';
import { sessionStore } from '../../src/node/sessions/sessionStore.ts';
import { fileSource } from '../../src/node/files/fileSource.ts';
import type { TusServer } from '../integration/servers/tusServer.ts';
import { dataFolderVariable } from './report.ts';
import { writeFile } from './workspace.ts';

const never = new AbortController().signal;

/** In bytes: what was sent of a file twice as large. */
export const half = 400_000;

/** Where Porter keeps its sessions in this editor. */
export function sessionsFolder(): string {
  return join(process.env[dataFolderVariable] ?? '', 'User/globalStorage/porter.porter/sessions');
}

export function sessions() {
  return sessionStore(sessionsFolder());
}

/**
 * Has the server take the first bytes of the file, and keeps the record of that.
 *
 * @param sent what it was called, where that is another than now.
 */
export async function interruptUpload(
  file: Uri,
  tus: Pick<TusServer, 'url'>,
  destination: string,
  bytes: Uint8Array,
  sent: { readonly path?: string; readonly name?: string } = {},
): Promise<void> {
  await interruptUploadOf(
    await fileSource(file.fsPath, file.path.split('/').at(-1) ?? '', never),
    tus,
    destination,
    bytes,
    sent,
  );
}

/** The same for any source. */
export async function interruptUploadOf(
  source: Source,
  tus: Pick<TusServer, 'url'>,
  destination: string,
  bytes: Uint8Array,
  sent: { readonly path?: string; readonly name?: string } = {},
): Promise<void> {
  const headers = { 'tus-resumable': '1.0.0' };
  const created = await fetch(tus.url, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(source.size) },
  });
  const location = new URL(created.headers.get('location') ?? '', tus.url);
  await fetch(location, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: Buffer.from(bytes),
  });
  const { id, path, size, version = '' } = source;
  const slot = await sessions().open({ destination, file: source }, never);
  await slot.save({
    destination,
    target: tus.url,
    file: { id, path, version, size, ...sent },
    begun: Date.now(),
    partSize: bytes.length,
    state: { path: location.pathname },
  });
  await slot.release();
}

/** Writes a file into the open folder, half of which the server has. */
export async function interruptFile(name: string, tus: Pick<TusServer, 'url'>, destination = 'test'): Promise<Uri> {
  const file = await writeFile(name, randomBytes(2 * half));
  await interruptUpload(file, tus, destination, randomBytes(half));
  return file;
}
