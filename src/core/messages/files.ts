/** Files, and what a plan says of them before a byte is sent. */
export interface FileProblems {
  fileNotFound: { file: string };
  /** Of the editor: it was stored nowhere. */
  documentClosed: { file: string };
  fileUnreadable: { file: string; reason: string };
  fileNameDamaged: { file: string };
  /** A ring of symbolic links, mostly. */
  linksEndless: { file: string };
  /** It passes when other files are closed. */
  filesExhausted: { file: string };
  fileChanged: { file: string };
  /** A folder, pipe, socket or device. */
  notAFile: { file: string; what: string };
  sizeUntold: { file: string };
  linkLeavesFolder: { file: string };
  /** Within a folder: an editor's lock, for one. */
  linkDangling: { file: string };
  nothingMatches: { pattern: string };
  /** Of the editor. */
  matchesExcluded: { pattern: string };
  /** Of a folder, or of all that matches a glob. */
  nothingToRead: { pattern: string };
  /** Only local files stream: the editor hands over others whole. */
  virtualFileTooLarge: { file: string; size: number; limit: number };
  /** A warning: the editor gives a notebook only as it was saved. */
  notebookUnsaved: { file: string };
  notebookNeverSaved: { file: string };
  tooLarge: { file: string; size: number; limit: number; destination: string };
  typeNotAllowed: { file: string; mediaType: string; allow: string; destination: string };
  /** A warning: two names that are one at the destination. */
  nameTaken: { file: string; name: string };
  /** A warning: what it is called leads to another folder, or elsewhere, on some systems. */
  nameUnsafe: { file: string; name: string };
  /** Of the command line: a full disk, mostly. */
  outputUnwritable: { reason: string };
  /** A warning: the file is sent as what its bytes are. */
  typeContradicts: { file: string; named: string; actual: string };
}

export const fileProblems: Readonly<Record<keyof FileProblems, string>> = {
  fileNotFound: '{file} does not exist. It may have been moved or deleted; choose it again.',
  documentClosed:
    'No file system of this window has {file}, and it is not open as a document. Open it, or choose the file that it was saved as.',
  fileUnreadable: '{file} cannot be read ({reason}). Check its permissions.',
  fileNameDamaged: '{file} cannot be read, as its name is not UTF-8. Rename it.',
  linksEndless:
    '{file} leads through too many symbolic links, perhaps round in a ring. Choose the file that it was to lead to.',
  filesExhausted:
    'The system lets Porter open no further file, so {file} could not be read. Take fewer files at a time, or raise its limit of open files (ulimit -n).',
  fileChanged: '{file} changed while it was uploading. Upload it again when nothing writes to it.',
  notAFile: '{file} is {what}, not a file. Choose regular files or folders.',
  sizeUntold:
    '{file} has no size of its own, as the system makes it while it is read. Copy it to a folder of yours, and choose the copy.',
  linkLeavesFolder:
    '{file} is a symbolic link out of the selected folder, so it was left out. Choose its target itself.',
  linkDangling:
    '{file} is a symbolic link to something that does not exist, so it was left out. Mend it, or remove it.',
  nothingMatches: 'Nothing matches {pattern}, or there is no file in it. Check the path or the pattern.',
  matchesExcluded:
    'All that matches {pattern} is left out by porter.exclude. Change that setting, or choose the files themselves.',
  nothingToRead: '{pattern} holds no picture or PDF. Choose another folder, or name the file itself.',
  virtualFileTooLarge:
    '{file} has {size}; files that are not on this disk are uploaded up to {limit}. Save a local copy, or raise porter.virtualFileLimit.',
  notebookUnsaved: '{file} was uploaded as it was last saved, without later changes. Save it, then upload it again.',
  notebookNeverSaved: '{file} was never saved, and only what is saved of a notebook is uploaded. Save it first.',
  tooLarge:
    '{file} has {size}, above the limit of {limit} of “{destination}”. Choose another destination or raise its maxSize.',
  typeNotAllowed:
    '{file} is {mediaType}, and “{destination}” takes only {allow}. Choose another destination or change its allow.',
  nameUnsafe: '{file} is sent as {name}, as its own name is not safe everywhere. Rename it to choose its name.',
  nameTaken:
    '{file} is sent as {name}, so that it does not replace another file of this batch. Rename it to choose its name.',
  outputUnwritable: 'Standard output takes no more ({reason}), so Porter stopped. Make room there, or write elsewhere.',
  typeContradicts: '{file} is named like {named}, but its bytes are {actual}: it is sent as {actual}. Check its name.',
};
