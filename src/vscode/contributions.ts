/**
 * What package.json contributes, by name. A command or setting that stands here and not there, or the other way round,
 * fails a unit test; one that nobody handles does not compile.
 */
export const commands = [
  'porter.upload',
  'porter.uploadTo',
  'porter.readImage',
  'porter.readFolder',
  'porter.uploadAndRead',
  'porter.copyLastLink',
  'porter.showLog',
  'porter.uploadMatching',
  'porter.addDestination',
  'porter.showResults',
  'porter.insertResult',
  'porter.showTransfers',
  'porter.pauseAll',
  'porter.resumeAll',
  'porter.cancelAll',
  'porter.clearAll',
  'porter.pauseTransfer',
  'porter.resumeTransfer',
  'porter.cancelTransfer',
  'porter.retryTransfer',
  'porter.explainTransfer',
  'porter.copyLinkOfTransfer',
  'porter.clearTransfer',
  'porter.resumeInterrupted',
  'porter.discardInterrupted',
  'porter.clearRemembered',
  'porter.forgetConsent',
] as const;

export type CommandId = (typeof commands)[number];

/** Values of the settings when nobody sets them. `porter.destinations` is checked by core's parser. */
export const settingDefaults = {
  'porter.destinations': {},
  'porter.defaultDestination': 'receiver',
  /** Whether links go to the clipboard when an upload has ended. */
  'porter.copyLinks': true,
  /** Globs of what is left out when a folder is walked. */
  'porter.exclude': [],
  /** Files on their way at once. */
  'porter.concurrency': 6,
  /** Bytes per second as a text, over all uploads; empty: no limit. */
  'porter.bandwidthLimit': '',
  /** More files than this are asked about first, when they are uploaded or read. */
  'porter.confirm.files': 100,
  /** More megabytes (1,000,000 bytes) than this are asked about first. */
  'porter.confirm.megabytes': 1000,
  /** Megabytes of a resource that the editor hands over whole. */
  'porter.virtualFileLimit': 256,
  /** Empty: the extension's global storage. */
  'porter.receiver.folder': '',
  /** Seconds for one picture. */
  'porter.reading.timeLimit': 60,
  /** Megapixels of one picture. */
  'porter.reading.megapixels': 120,
  /** What reads pictures. */
  'porter.ocr.engine': 'local',
  /** Of the labels, and of the text for engines that are told: `de`, `deu`, `de+en`. */
  'porter.ocr.language': 'auto',
  /** Where receipts are from, ISO 3166-1. */
  'porter.ocr.country': 'auto',
  /** Of the data for tesseract.js; empty: they are fetched. */
  'porter.ocr.languageFolder': '',
  /** Whether a picture that was read is not read again. */
  'porter.ocr.remember': true,
  /** Base URL of OCR.space. */
  'porter.ocr.space.url': 'https://api.ocr.space',
  /** Which of its engines. */
  'porter.ocr.space.engine': 1,
} as const;

export type SettingId = keyof typeof settingDefaults;

/** Those of the machine that the extension runs on: paths. */
export const machineSettings: readonly SettingId[] = ['porter.receiver.folder', 'porter.ocr.languageFolder'];

/** Keys of `when` clauses that Porter sets itself. */
export const contextKeys = {
  /** There is a link for Copy Last Link. */
  hasLink: 'porter.hasLink',
  /** The view of uploads has something to show. */
  hasTransfers: 'porter.hasTransfers',
  canPause: 'porter.canPause',
  canResume: 'porter.canResume',
  canCancel: 'porter.canCancel',
  /** Files that failed stand in that view. */
  canClear: 'porter.canClear',
} as const;

export const views = {
  /** What is uploading, and what failed. */
  transfers: 'porter.transfers',
} as const;
