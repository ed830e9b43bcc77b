/** Engines that read pictures, as the setting and the command line name them. */
export const readingEngines = ['local', 'tesseract'] as const;

export type ReadingEngine = (typeof readingEngines)[number];
