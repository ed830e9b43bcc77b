/** Engines that read pictures, as the setting and the command line name them. */
export const readingEngines = ['local', 'tesseract', 'tesseract.js', 'ocr.space'] as const;

export type ReadingEngine = (typeof readingEngines)[number];

/** Longest time limit of a picture, in seconds: a day. Timers of Node end at once above 24 days. */
export const longestTimeLimit = 86_400;

/** The service of OCR.space where nobody names another, and which of its engines reads. */
export const ocrSpaceDefaults = { url: 'https://api.ocr.space', engine: 1 } as const;

/** The engines of OCR.space. */
export const ocrSpaceEngines = [1, 2, 3] as const;

/** Name of the secret that its key is. */
export const ocrSpaceSecret = 'ocrspace';

/**
 * Why a text is no base URL of a service, as the end of the sentence "KEY is not right: …"; undefined when it is one.
 */
export function serviceUrlFault(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'it must be an address like https://api.ocr.space';
  const more = url.username + url.password + url.search + url.hash;
  return more === '' ? undefined : 'it must hold no user name, password, query or fragment';
}
