import { open } from 'node:fs/promises';

/** Makes new names in the folder survive a power cut. Windows syncs folders itself and refuses to open them. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
