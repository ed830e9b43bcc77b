import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureEditor } from './editor.ts';
import { curl, installed, porter, pythonPeer, undiciPeer } from './peers.ts';
import { Bench, type Command } from './processes.ts';
import { bytes, costs, table } from './results.ts';

const size = 4096;
const count = 10_000;

/** Many small files by form: 10,000 beside others, in the editor's process, and ten times as many. */
export async function benchSmall(rounds: number): Promise<string> {
  await using bench = await Bench.open();
  const url = `${await bench.receiver()}/`;
  const { folder, paths } = await bench.files('small', count, size);
  const upload = (what: string) => porter('upload', what, '--url', url, '--quiet');

  const measured = bench.compare(
    installed([
      await curlOfMany(bench, paths, url),
      upload(folder),
      undiciPeer('many', url, folder),
      pythonPeer('aiohttp', 'many', url, folder),
      pythonPeer('requests', 'many', url, folder),
    ]),
    rounds,
  );
  const idle = bench.run(porter('--version')).memory;
  const [ofCurl, ofPorter] = measured;
  const editor = await measureEditor(folder, url, rounds);

  const { folder: tenfold } = await bench.files('tenfold', 10 * count, size);
  const many = bench.run(upload(tenfold));
  const seconds = (value: number | undefined) => `${(value ?? NaN).toFixed(2)} s`;
  const ratio = (value: number, of: number | undefined) => (value / (of ?? NaN)).toFixed(2);
  return [
    costs(`${count} files of 4 KiB by form`, measured, 'at least 1.2'),
    table(
      ['', 'is', 'wanted'],
      [
        ['memory above the idle process', bytes((ofPorter?.memory ?? NaN) - idle), 'at most 120 MB'],
        ['100,000 files', seconds(many.seconds), ''],
        ['as a multiple of 10,000', ratio(many.seconds, ofPorter?.seconds), 'at most 10'],
        ['memory above the idle process', bytes(many.memory - idle), ''],
        ['in the editor, 10,000 files', seconds(editor.seconds), ''],
        ['speed, `curl -Z` being 1', ratio(ofCurl?.seconds ?? NaN, editor.seconds), 'at least 0.6'],
        ['longest pause of its extension host', `${editor.longestPauseMs.toFixed(0)} ms`, 'at most 20 ms'],
        [
          'until it asks about 100,000 files',
          seconds((await measureEditor(tenfold, url, 1)).planSeconds),
          'within 2 s',
        ],
      ],
    ),
  ].join('\n');
}

/** All of the transfers in one configuration file (curl(1), --next). */
async function curlOfMany(bench: Bench, paths: readonly string[], url: string): Promise<Command> {
  const config = join(bench.folder, 'curl.conf');
  const transfers = paths.map((path) => `form = "file=@${path}"\nurl = "${url}"\nsilent\noutput = /dev/null\n`);
  await writeFile(config, transfers.join('next\n'));
  return curl(
    '`curl -Z --parallel-max 50`',
    '--no-progress-meter',
    '--parallel',
    '--parallel-max',
    '50',
    '--config',
    config,
  );
}
