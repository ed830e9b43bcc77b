import * as v from 'valibot';
import * as vscode from 'vscode';
import { countryReason, parseCountry } from '../core/reading/countryCode.ts';
import { languageReason, parseLanguages } from '../core/reading/languages.ts';
import { parseSize } from '../core/parseSize.ts';
import { Problem } from '../core/problem.ts';
import {
  longestTimeLimit,
  ocrSpaceEngines,
  readingEngines,
  serviceUrlFault,
  type ReadingEngine,
} from '../core/reading/readingEngines.ts';
import { fullPath } from '../core/profile/profileFields.ts';
import { parseDestinations, type Destinations } from '../core/profile/settings.ts';
import { inHome } from '../node/files/homeFolder.ts';
import type { SettingId } from './contributions.ts';

/** As disks count: IEC 80000-13 keeps MiB for 1,048,576. */
const bytesPerMegabyte = 1_000_000;

/** What a problem calls the place. */
const where = 'settings.json';

/** What each setting must be; the reason says it for a person. */
const schemas = {
  'porter.destinations': v.unknown(),
  'porter.defaultDestination': v.unknown(),
  'porter.copyLinks': v.boolean('it must be true or false'),
  'porter.exclude': v.array(v.string('it must hold texts only'), 'it must be a list of globs'),
  'porter.concurrency': whole(1, 16),
  'porter.bandwidthLimit': bytesPerSecond(),
  'porter.confirm.files': whole(0),
  'porter.confirm.megabytes': number(0),
  'porter.virtualFileLimit': number(0, 2000),
  'porter.receiver.folder': folder(),
  'porter.reading.timeLimit': number(1, longestTimeLimit),
  'porter.reading.megapixels': number(0.1),
  'porter.ocr.engine': v.picklist(readingEngines, `it must be one of ${readingEngines.join(', ')}`),
  'porter.ocr.language': languages(),
  'porter.ocr.country': country(),
  'porter.ocr.languageFolder': folder(),
  'porter.ocr.remember': v.boolean('it must be true or false'),
  'porter.ocr.space.url': serviceUrl(),
  'porter.ocr.space.engine': v.picklist(ocrSpaceEngines, 'it must be 1, 2 or 3'),
} satisfies Record<SettingId, v.GenericSchema>;

function number(least: number, most = Infinity) {
  const reason =
    most === Infinity ? `it must be a number from ${least}` : `it must be a number from ${least} to ${most}`;
  return v.pipe(v.number(reason), v.minValue(least, reason), v.maxValue(most, reason));
}

function whole(least: number, most?: number) {
  return v.pipe(number(least, most), v.integer('it must be a whole number'));
}

/** undefined: none is named. What is relative would be to wherever the editor was started. */
function folder() {
  return v.pipe(
    v.string('it must be the path of a folder'),
    v.trim(),
    v.union([v.literal(''), fullPath], 'it must be a full path, or begin with ~/'),
    v.transform((path) => (path === '' ? undefined : inHome(path))),
  );
}

/** undefined: as the page tells. */
function country() {
  return v.pipe(
    v.string(countryReason),
    v.transform(parseCountry),
    v.check((code) => code !== null, countryReason),
    v.transform((code) => code ?? undefined),
  );
}

/** undefined: no limit. */
function bytesPerSecond() {
  const reason = 'it must be bytes per second as a text like "2 MB" or "500 kB", or empty';
  return v.pipe(
    v.string(reason),
    v.check((text) => text.trim() === '' || parseSize(text) !== undefined, reason),
    v.transform(parseSize),
  );
}

function serviceUrl() {
  return v.pipe(
    v.string('it must be an address'),
    v.rawCheck(({ dataset, addIssue }) => {
      const fault = dataset.typed ? serviceUrlFault(dataset.value) : undefined;
      if (fault !== undefined) addIssue({ message: fault });
    }),
  );
}

function languages() {
  return v.pipe(
    v.string(languageReason),
    v.transform(parseLanguages),
    v.check((parsed) => parsed !== undefined, languageReason),
    v.transform((parsed) => parsed ?? []),
  );
}

/** @throws Problem `settingInvalid`. */
function read<K extends SettingId>(id: K, resource?: vscode.Uri): v.InferOutput<(typeof schemas)[K]> {
  const result = v.safeParse(schemas[id], vscode.workspace.getConfiguration(undefined, resource).get(id));
  if (result.success) return result.output;
  throw new Problem('settingInvalid', { setting: id, where, reason: result.issues[0].message });
}

/** What an upload heeds. */
export interface UploadSettings {
  readonly copyLinks: boolean;
  /** Above these a person is asked first. */
  readonly confirmAbove: { readonly files: number; readonly bytes: number };
  /** In bytes. */
  readonly virtualFileLimit: number;
}

/** @throws Problem `settingInvalid`. */
export function uploadSettings(): UploadSettings {
  return {
    copyLinks: read('porter.copyLinks'),
    confirmAbove: {
      files: read('porter.confirm.files'),
      bytes: read('porter.confirm.megabytes') * bytesPerMegabyte,
    },
    virtualFileLimit: virtualFileLimit(),
  };
}

/** What all uploads of a window share. */
interface QueueSettings {
  /** Requests at the same time to one host. */
  readonly concurrency: number;
  /** undefined: no limit. */
  readonly bytesPerSecond: number | undefined;
}

/** @throws Problem `settingInvalid`. */
export function queueSettings(): QueueSettings {
  return { concurrency: read('porter.concurrency'), bytesPerSecond: read('porter.bandwidthLimit') };
}

/**
 * In bytes.
 *
 * @throws Problem `settingInvalid`.
 */
export function virtualFileLimit(): number {
  return read('porter.virtualFileLimit') * bytesPerMegabyte;
}

/**
 * Globs of what is left out of the folders among some resources.
 *
 * @throws Problem `settingInvalid`, by what it returns.
 */
export function exclusions(): (resource: vscode.Uri) => readonly string[] {
  return onceAFolder((resource) => read('porter.exclude', resource));
}

/** Puts those together that go to the same destination when none is named; those first which come first. */
export function byDefaultDestination(resources: readonly vscode.Uri[]): readonly (readonly vscode.Uri[])[] {
  const id: SettingId = 'porter.defaultDestination';
  // A wrong one is told when it is used.
  const nameFor = onceAFolder((resource) => vscode.workspace.getConfiguration(undefined, resource).get(id));
  return [...Map.groupBy(resources, nameFor).values()];
}

/** Nothing below a workspace folder has settings of its own, and to ask for those of many files takes long. */
function onceAFolder<T>(ask: (resource: vscode.Uri) => T): (resource: vscode.Uri) => T {
  const known = new Map<string, { readonly value: T }>();
  return (resource) => {
    const folder = vscode.workspace.getWorkspaceFolder(resource)?.uri.toString() ?? '';
    const { value } = known.get(folder) ?? { value: ask(resource) };
    known.set(folder, { value });
    return value;
  };
}

/** @throws Problem `settingInvalid`, not for a single wrong destination. */
export function destinationSettings(resource: vscode.Uri | undefined): Destinations {
  const value = {
    destinations: read('porter.destinations'),
    defaultDestination: read('porter.defaultDestination', resource),
  };
  return parseDestinations(value, { prefix: 'porter.', where });
}

/**
 * @returns undefined for the extension's own.
 * @throws Problem `settingInvalid`.
 */
export function receiverFolder(): string | undefined {
  return read('porter.receiver.folder');
}

/**
 * Does what needs the folder that a setting names.
 *
 * @throws Problem `settingInvalid` where that cannot be used, else what `use` throws.
 */
export async function inFolderOf<T>(id: SettingId, folder: string | undefined, use: () => PromiseLike<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    if (folder === undefined || !(cause instanceof Problem) || cause.code !== 'folderUnusable') throw cause;
    const { reason } = (cause as Problem<'folderUnusable'>).details;
    const details = { setting: id, where, reason: `the folder ${folder} cannot be used (${reason})` };
    throw new Problem('settingInvalid', details, { cause });
  }
}

/** What reads, as a person set it. */
export interface EngineSettings {
  readonly engine: ReadingEngine;
  /** By Tesseract's names; none: as `languagesToRead` says, and `tesseract` those of the page. */
  readonly languages: readonly string[];
  /** Of the data for tesseract.js; absent: they are fetched. */
  readonly languageFolder: string | undefined;
  readonly ocrSpace: { readonly url: string; readonly engine: 1 | 2 | 3 };
}

/** What reading a picture heeds. */
export interface ReadingSettings {
  readonly engine: EngineSettings;
  /** Of the labels, by Tesseract's names; none: any. */
  readonly languages: readonly string[];
  /** ISO 3166-1; absent: as the pages tell. */
  readonly country: string | undefined;
  /** Of one picture, in seconds. */
  readonly timeLimit: number;
  /** Of one picture, in pixels. */
  readonly pixelLimit: number;
  /** More files than this are asked about first. */
  readonly confirmFiles: number;
  /** Whether a picture that was read is not read again. */
  readonly remember: boolean;
}

/** @throws Problem `settingInvalid`. */
export function readingSettings(): ReadingSettings {
  const languages = read('porter.ocr.language');
  return {
    engine: {
      engine: read('porter.ocr.engine'),
      languages,
      languageFolder: read('porter.ocr.languageFolder'),
      ocrSpace: { url: read('porter.ocr.space.url'), engine: read('porter.ocr.space.engine') },
    },
    languages,
    country: read('porter.ocr.country'),
    timeLimit: read('porter.reading.timeLimit'),
    pixelLimit: read('porter.reading.megapixels') * 1_000_000,
    confirmFiles: read('porter.confirm.files'),
    remember: read('porter.ocr.remember'),
  };
}
