/**
 * `npm run bench [-- WHAT… --receipts DIR [--set NAME]]`: measures what is named (`extension`, `upload`, `small`, `s3`,
 * `rendered`, `receipts`, `parse`), by default all that it can, and writes it to RESULTS.md; what is not measured stays
 * there as it was. NAME is what the receipts are called there.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureExtension } from './extension.ts';
import { benchParse } from './parse.ts';
import { benchReceipts } from './receipts.ts';
import { reliabilityTable } from './reliability.ts';
import { benchRendered } from './rendered.ts';
import { replaceSection, table } from './results.ts';
import { benchS3 } from './s3.ts';
import { benchSmall } from './small.ts';
import { benchUpload } from './upload.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { receipts: { type: 'string' }, set: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);

const benches: Record<string, () => Promise<string>> = {
  async extension() {
    const { activationMs, entrySize, packageSize } = await measureExtension();
    return table(
      ['', 'is', 'wanted'],
      [
        ['activation in the editor, median', `${activationMs} ms`, 'below 20 ms'],
        ['entry bundle, minified', `${(entrySize / 1024).toFixed(1)} KiB`, 'below 150 KiB'],
        ['.vsix', `${(packageSize / 1e6).toFixed(1)} MB`, 'below 25 MB'],
      ],
    );
  },

  upload: () => benchUpload(rounds),

  small: () => benchSmall(rounds),

  s3: () => benchS3(rounds),

  parse: () => benchParse(receiptsFolder()),

  rendered: () => benchRendered(new AbortController().signal),

  async receipts() {
    const figures = await benchReceipts(receiptsFolder(), { signal: new AbortController().signal });
    const { pictures, right, shown, charactersWrong, seconds, slowest, tesseractSeconds, peakMemory } = figures;
    const wanted: Readonly<Record<string, string>> = { total: '.96', date: '.97', 'merchant~': '.93' };
    const figuresTable = table(
      [`${pictures} pictures of ${values.set ?? basename(receiptsFolder())}`, 'is', 'wanted'],
      [
        ...Object.entries(right).map(([field, part]) => [`${field} right`, part.toFixed(3), wanted[field] ?? '']),
        ['characters wrong', charactersWrong.toFixed(3), 'at most .030'],
        ['seconds a picture, median', seconds.toFixed(2), 'at most 1.2'],
        ['seconds a picture, slowest', slowest.toFixed(2), ''],
        ['seconds a picture of `tesseract --psm 6`, median', tesseractSeconds.toFixed(2), ''],
        ['a multiple of it', (seconds / tesseractSeconds).toFixed(2), 'at most 2.2'],
        ['largest memory of `porter ocr --jobs 1`', `${(peakMemory / 1e6).toFixed(0)} MB`, 'at most 450 MB'],
      ],
    );
    return `${figuresTable}\n${reliabilityTable(shown)}`;
  },
};

function receiptsFolder(): string {
  if (values.receipts === undefined) throw new Error('receipts are measured with --receipts DIR');
  return values.receipts;
}

const chosen =
  positionals.length > 0
    ? positionals
    : ['extension', 'upload', 'small', 's3', 'rendered', ...(values.receipts ? ['receipts', 'parse'] : [])];
const file = join(import.meta.dirname, 'RESULTS.md');
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${process.platform}`;
for (const name of chosen) {
  const bench = benches[name];
  if (!bench) throw new Error(`There is no ${name}; there are ${Object.keys(benches).join(', ')}`);
  const command = `npm run bench -- ${name}${['receipts', 'parse'].includes(name) ? ' --receipts DIR' : ''}`;
  const result = await bench();
  console.log(`${name}\n\n${result}`);
  const day = new Date().toISOString().slice(0, 10);
  const section = `\`${command}\` on ${day}: ${machine}.\n\n${result}`;
  await writeFile(file, replaceSection(await readFile(file, 'utf8'), name, section));
}
