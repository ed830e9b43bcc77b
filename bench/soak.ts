/**
 * `npm run soak [-- WHAT… --faults N --kills N --uploads N]`: what `npm test` does in small, in full, and its figures
 * in RESULTS.md: `faults` of the network on the way to a server of tus and to one of S3, `kills` of processes that
 * upload, and the `chaos` of somebody who pauses, resumes and cancels; by default all.
 */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes } from '../src/core/formatBytes.ts';
import { chaosOptions, uploadInChaos, type ChaosFigures } from '../test/integration/faults/chaosRun.ts';
import { faultOptions, uploadThroughFaults, type FaultFigures } from '../test/integration/faults/faultRun.ts';
import { killAndResume, killOptions } from '../test/integration/faults/killRun.ts';
import { s3Service, tusService, type FaultyService, type ServiceOptions } from '../test/integration/faults/services.ts';
import { replaceSection, table } from './results.ts';

/** A server is started anew after so many faults. */
const faultsARun = 100;
/** And so many batches of eight files. */
const batchesARun = 12;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faults: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '100' },
    uploads: { type: 'string', default: '1000' },
  },
});

const soaks: Readonly<Record<string, () => Promise<string>>> = {
  async faults() {
    const rows = [
      await faultRow('tus', tusService, faultOptions.tus),
      await faultRow('S3', s3Service, faultOptions.s3),
    ];
    return `Seeded faults between Porter and a real server (@tus/server, OpenStack Swift), files of up to three and a half parts,
eight in a batch. Each file that was said to be uploaded was read back and compared: a single one that is wrong ends the
run without figures, and so does one that fails by anything but the network, or anything begun that stays at the S3
service. What failed was continued afterwards.

${table(['', 'faults', 'of them', 'files', 'failed, then continued', 'wrong or lost', 'slowest batch', 'all'], rows)}`;
  },

  async chaos() {
    const rows = [
      await chaosRow('tus', tusService, chaosOptions.tus),
      await chaosRow('S3', s3Service, chaosOptions.s3),
    ];
    return `Uploads over a network with seeded faults to a real server (@tus/server, OpenStack Swift), of which a file, a batch or
everything is paused, resumed or cancelled at random, three batches of eight files at a time. What failed was continued by
another process. A file that was said to be uploaded and is another there ends the run without figures, and so does
anything with a byte that stays there of what was cancelled, a file that stays open, and a process that does not end.

${table(['', 'uploads', 'pauses / resumes / cancels', 'faults', 'uploaded', 'cancelled', 'continued', 'wrong or left', 'all'], rows)}`;
  },

  async kills() {
    const kills = Number(values.kills);
    const rows = [
      await killRow('tus', tusService, killOptions.tus, 1, Math.ceil(kills / 2)),
      await killRow('S3, a part at a time', s3Service, killOptions.s3, 1, Math.ceil(kills / 4)),
      await killRow('S3, four at a time', s3Service, killOptions.s3, 4, Math.ceil(kills / 4)),
    ];
    return `\`kill -9\` at a random moment of an upload of 64 MiB, then \`porter resume\`, or the same command again where nothing had
been kept yet. Each file was read back and compared: one that is wrong ends the run without figures, and so does one of
which more went twice than the parts that were under way, or an upload that was begun and stays at the S3 service.

${table(['', 'kills', 'gone on with', 'ended, not told yet', 'a part', 'sent twice, median', 'at most', 'all'], rows)}`;
  },
};

async function chaosRow(
  name: string,
  start: (folder: string, options: ServiceOptions) => Promise<FaultyService>,
  options: (typeof chaosOptions)['tus'],
): Promise<string[]> {
  const runs: ChaosFigures[] = [];
  const sum = (of: (run: ChaosFigures) => number) => runs.reduce((total, run) => total + of(run), 0);
  for (let seed = 1; sum(({ files }) => files) < Number(values.uploads); seed++) {
    const run = await withService(start, options, (service, folder) =>
      uploadInChaos(service, { folder, seed, batches: batchesARun, ...options }),
    );
    runs.push(run);
    console.log(name, `seed ${seed}`, run);
  }
  const deeds = (what: string) =>
    sum((run) =>
      Object.entries(run.deeds).reduce((all, [deed, count]) => all + (deed.startsWith(what) ? count : 0), 0),
    );
  return [
    name,
    String(sum(({ files }) => files)),
    [deeds('pause'), deeds('resume'), deeds('cancel')].join(' / '),
    String(sum(({ faults }) => faults)),
    String(sum(({ uploaded }) => uploaded)),
    String(sum(({ cancelled }) => cancelled)),
    String(sum(({ continued }) => continued)),
    '0',
    `${sum(({ seconds }) => seconds).toFixed(0)} s`,
  ];
}

async function faultRow(
  name: string,
  start: (folder: string, options: ServiceOptions) => Promise<FaultyService>,
  options: ServiceOptions,
): Promise<string[]> {
  const wanted = Number(values.faults);
  const runs: FaultFigures[] = [];
  const sum = (of: (run: FaultFigures) => number) => runs.reduce((total, run) => total + of(run), 0);
  for (let seed = 1; sum((run) => run.faults) < wanted; seed++) {
    const faults = Math.min(faultsARun, wanted);
    const run = await withService(start, options, (service, folder) =>
      uploadThroughFaults(service, { folder, seed, faults, ...options }),
    );
    runs.push(run);
    console.log(name, `seed ${seed}`, run);
  }
  const types = [...new Set(runs.flatMap(({ byType }) => [...byType.keys()]))].toSorted();
  const slowest = Math.max(...runs.map(({ slowestBatchSeconds }) => slowestBatchSeconds));
  return [
    name,
    String(sum((run) => run.faults)),
    types.map((type) => `${type} ${sum(({ byType }) => byType.get(type) ?? 0)}`).join(', '),
    String(sum((run) => run.files)),
    String(sum((run) => run.continued)),
    '0',
    `${slowest.toFixed(1)} s`,
    `${sum((run) => run.seconds).toFixed(0)} s`,
  ];
}

async function killRow(
  name: string,
  start: (folder: string, options: ServiceOptions) => Promise<FaultyService>,
  options: ServiceOptions,
  parallel: number,
  kills: number,
): Promise<string[]> {
  const { partSize } = options;
  const figures = await withService(start, options, (service) =>
    killAndResume(service, { seed: parallel, kills, size: 64 * 1024 ** 2, parallel, partSize }),
  );
  console.log(name, figures);
  return [
    name,
    String(figures.kills),
    String(figures.resumed),
    String(figures.untold),
    formatBytes(partSize),
    formatBytes(figures.medianSentTwice),
    formatBytes(figures.mostSentTwice),
    `${figures.seconds.toFixed(0)} s`,
  ];
}

async function withService<T>(
  start: (folder: string, options: ServiceOptions) => Promise<FaultyService>,
  options: ServiceOptions,
  use: (service: FaultyService, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'porter-soak-')));
  try {
    await mkdir(join(folder, 'server'));
    await using service = await start(join(folder, 'server'), options);
    return await use(service, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const file = join(import.meta.dirname, 'RESULTS.md');
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${process.platform}`;
for (const name of positionals.length > 0 ? positionals : Object.keys(soaks)) {
  const soak = soaks[name];
  if (!soak) throw new Error(`There is no ${name}; there are ${Object.keys(soaks).join(', ')}`);
  const result = await soak();
  const day = new Date().toISOString().slice(0, 10);
  const section = `\`npm run soak -- ${name}\` on ${day}: ${machine}.\n\n${result}`;
  console.log(section);
  await writeFile(file, replaceSection(await readFile(file, 'utf8'), `soak: ${name}`, section));
}
