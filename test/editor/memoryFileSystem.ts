/** A file system that is no disk. */
import { Disposable, EventEmitter, FileSystemError, FileType } from 'vscode';
import type { FileChangeEvent, FileStat, FileSystemProvider, Uri } from 'vscode';

/** Files by path; folders are what their paths imply. */
export class MemoryFileSystem implements FileSystemProvider {
  readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;
  readonly files = new Map<string, Uint8Array>();
  /** Of files no size is told, and another time whenever it is asked for. */
  isVague = false;
  /** Paths that were read, in their order. */
  readonly read: string[] = [];
  /** Called before a file is read. */
  onRead: (() => void) | undefined;
  /** Waited for before a folder is listed. */
  onList: ((path: string) => Promise<unknown>) | undefined;

  #asked = 0;

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  stat({ path }: Uri): FileStat {
    const content = this.files.get(path);
    if (content && this.isVague) return { type: FileType.File, ctime: 1, mtime: ++this.#asked, size: 0 };
    if (content) return { type: FileType.File, ctime: 1, mtime: 1, size: content.length };
    if (this.#below(path).length > 0) return { type: FileType.Directory, ctime: 1, mtime: 1, size: 0 };
    throw FileSystemError.FileNotFound(path);
  }

  async readDirectory({ path }: Uri): Promise<[string, FileType][]> {
    await this.onList?.(path);
    const names = new Map<string, FileType>();
    for (const below of this.#below(path)) {
      const [name = '', ...rest] = below.split('/');
      names.set(name, rest.length > 0 ? FileType.Directory : FileType.File);
    }
    return [...names];
  }

  readFile({ path }: Uri): Uint8Array {
    this.read.push(path);
    this.onRead?.();
    const content = this.files.get(path);
    if (!content) throw FileSystemError.FileNotFound(path);
    return content;
  }

  createDirectory(): void {
    throw FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw FileSystemError.NoPermissions();
  }

  delete(): void {
    throw FileSystemError.NoPermissions();
  }

  rename(): void {
    throw FileSystemError.NoPermissions();
  }

  #below(folder: string): string[] {
    const prefix = `${folder.replace(/\/$/, '')}/`;
    return [...this.files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  }
}
