import { largestAdded } from '../src/shared/protocol.ts';
import type { Added, FromPanel } from '../src/shared/protocol.ts';
import { fileName } from './fileName.ts';

/** How the editor names what is dragged out of its Explorer, then how everybody does (RFC 2483 §5). */
const uriLists = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** What Chromium calls a picture that was copied as such, not as a file. */
const unnamed = 'image.png';

/**
 * Lets pictures be pasted and dropped anywhere in the page, to be read.
 *
 * @param listed The files that are shown already, whose names are taken.
 */
export function watchAdding(listed: () => readonly string[], send: (message: FromPanel) => void): void {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const taken = new Set(listed().map(fileName));
    void add(files, (name) => (name === unnamed ? freeName(taken) : name), send);
  });
  const mark = (isOver: boolean) => document.body.classList.toggle('dropping', isOver);
  for (const type of ['dragenter', 'dragover'] as const) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer || !isTaken(event.dataTransfer)) return;
      // Also keeps the editor from opening the file itself.
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      mark(true);
    });
  }
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) mark(false);
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    if (!event.dataTransfer || !isTaken(event.dataTransfer)) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const uris = urisOf(event.dataTransfer);
    if (files.length > 0) void add(files, (name) => name, send);
    else if (uris.length > 0) send({ type: 'readDropped', uris });
  });
}

/** Hands them over one by one, so that only one is in memory. */
async function add(
  files: readonly File[],
  nameFor: (name: string) => string,
  send: (message: FromPanel) => void,
): Promise<void> {
  for (const file of files) send({ type: 'add', name: nameFor(file.name), content: await contentOf(file) });
  send({ type: 'readAdded' });
}

async function contentOf(file: File): Promise<Added> {
  if (file.size > largestAdded) return { kind: 'tooLarge', size: file.size };
  try {
    return { kind: 'bytes', bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    // A folder, or a file that has gone.
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** `pasted-1.png`, or with the first number that is free. */
function freeName(taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = `pasted-${number}.png`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function isTaken({ types }: DataTransfer): boolean {
  return types.includes('Files') || uriLists.some((type) => types.includes(type));
}

function urisOf(data: DataTransfer): string[] {
  const list = uriLists.map((type) => data.getData(type)).find((text) => text !== '') ?? '';
  return list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}
