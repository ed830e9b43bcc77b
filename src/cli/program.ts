import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { ProblemCode } from '../core/messages.ts';
import { countryReason, parseCountry } from '../core/reading/countryCode.ts';
import { languageReason, parseLanguages } from '../core/reading/languages.ts';
import { asProblem, Problem } from '../core/problem.ts';
import { ocrSpaceDefaults, readingEngines } from '../core/reading/readingEngines.ts';
import { ExitCode } from './exitCode.ts';
import {
  byteCount,
  headerLine,
  keyValue,
  list,
  notEmpty,
  portNumber,
  positiveNumber,
  timeLimit,
  tokenText,
  wholeNumber,
} from './flagValues.ts';
import { interruptible } from './interrupt.ts';
import { tell } from './terminal.ts';

/**
 * Runs the command line.
 *
 * @param argv As `process.argv`: interpreter, script, arguments.
 * @returns The exit code.
 */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = ExitCode.ok;
  const act =
    <A extends unknown[]>(load: () => Promise<(...args: [...A, AbortSignal]) => Promise<number>>) =>
    async (...args: A): Promise<void> => {
      const action = await load();
      exitCode = await interruptible((signal) => action(...args, signal));
    };

  const program = new Command('porter')
    .description('Uploads files to where you keep things, and reads receipts out of pictures.')
    .version(manifest.version, '--version')
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(porter COMMAND --help tells what a command takes.)');

  const upload = program
    .command('upload')
    .description('Upload files, folders and globs.')
    .argument('<path...>', 'FILE, DIR or GLOB', notEmpty)
    .addOption(
      new Option('--to <name>', 'destination of the configuration').conflicts([
        'url',
        'raw',
        'method',
        'field',
        'data',
        'header',
      ]),
    )
    .option('--url <url>', 'upload to this URL, as a form')
    .addOption(new Option('--raw', 'with --url: send the file as the body').conflicts(['field', 'data']))
    .option('--method <method>', 'with --url: POST, PUT or PATCH')
    .option('--field <name>', 'with --url: name of the form’s file field (default: file)')
    .option('--data <key=value>', 'with --url: extra form field, repeatable', keyValue)
    .option('--header <line>', 'with --url: header as “Name: value”, repeatable', headerLine)
    .option('--dry-run', 'print the plan and the request, send nothing')
    .action(act(async () => (await import('./uploadCommand.ts')).uploadCommand));
  addSending(upload);

  const resume = program
    .command('resume')
    .description('Go on with uploads that were interrupted.')
    .addOption(
      new Option('--discard', 'give them up instead, here and at the servers').conflicts([
        'concurrency',
        'retries',
        'limitRate',
        'verify',
        'maxSize',
        'allow',
      ]),
    )
    .action(act(async () => (await import('./resumeCommand.ts')).resumeCommand));
  addSending(resume);

  program
    .command('ocr')
    .description('Read pictures and PDFs: their text, and a receipt’s fields.')
    .argument('<path...>', 'FILE, DIR or GLOB', notEmpty)
    .addOption(new Option('--json', 'print one JSON object a line').conflicts('csv'))
    .option('--csv', 'print a table of receipts')
    .option(
      '--jobs <n>',
      'pictures at a time, each with memory of its own (default: with --engine local 2 of several files, else 1)',
      wholeNumber(1, 64),
    )
    .option('--time-limit <seconds>', 'give a picture up after so long (default: 60)', timeLimit)
    .addOption(new Option('--engine <name>', 'what reads').choices(readingEngines).default('local'))
    .addOption(languageOption())
    .addOption(countryOption())
    .option('--lang-folder <dir>', 'with --engine tesseract.js: folder of LANGUAGE.traineddata.gz')
    .option('--fetch-lang', 'with --engine tesseract.js: fetch its data for the language from npm, once')
    .option('--ocr-space-url <url>', `base URL of OCR.space (default: ${ocrSpaceDefaults.url})`)
    .addOption(new Option('--ocr-space-engine <n>', 'which engine of OCR.space (default: 1)').choices(['1', '2', '3']))
    .action(act(async () => (await import('./ocrCommand.ts')).ocrCommand));

  program
    .command('parse')
    .description('Find the receipt in pages that were read before.')
    .argument('<file...>', 'page, record of “ocr --json”, or JSON Lines of either', notEmpty)
    .option('--json', 'print one JSON object a line')
    .addOption(languageOption())
    .addOption(countryOption())
    .action(act(async () => (await import('./parseCommand.ts')).parseCommand));

  const serve = program
    .command('serve')
    .description('Run a receiver for uploads on this machine.')
    .option('--dir <dir>', 'where files are kept')
    .option('--port <n>', 'port to listen on (default: the one it had before)', portNumber)
    .option('--token <token>', 'token that uploads must carry', tokenText)
    .option('--no-token', 'take uploads without a token')
    .option('--max-size <size>', 'refuse files above this size: 10MB, 5MiB, 1000')
    .option('--allow <type,…>', 'take only these media types or endings: image/*,.pdf', list)
    .action(act(async () => (await import('./serveCommand.ts')).serveCommand));
  refuseBoth(serve, 'token', 'no-token');

  for (const command of program.commands) refuseTwice(command);

  try {
    await program.parseAsync(argv);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? ExitCode.ok : ExitCode.wrongUse;
    const problem = isOfSystem(thrown) ? problemOfSystem(thrown) : thrown;
    if (!(problem instanceof Problem)) throw problem;
    tell(`porter: ${problem.message}`);
    const { code } = asProblem(problem);
    return ofMachine.has(code) ? ExitCode.somethingFailed : ExitCode.wrongUse;
  }
  return exitCode;
}

/** How files are sent: what an upload needed, its resumption needs too. */
function addSending(command: Command): void {
  command
    .option('--config <file>', 'configuration file (default: PORTER_CONFIG, else the user’s own)')
    .option('--concurrency <n>', 'files at a time (default: 8)', wholeNumber(1, 100))
    .option('--retries <n>', 'how often a request is repeated (default: 4; in parts, for 15 minutes)', wholeNumber(0))
    .option('--timeout <seconds>', 'idle timeout: give up after this much silence (default: 60)', positiveNumber)
    .option('--limit-rate <size>', 'bytes per second, all files together: 500K, 2MB, 1MiB', byteCount)
    .addOption(verifyOption())
    .option('--max-size <size>', 'refuse files above this size: 10MB, 5MiB, 1000')
    .option('--allow <type,…>', 'upload only these media types or endings: image/*,.pdf', list)
    .option('--json', 'print one JSON object a line')
    .option('--quiet', 'print only the links, and what went wrong');
}

/** What other arguments would not mend. */
const ofMachine: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'systemRefused',
  'sessionsUnreadable',
  'receiverNotFindable',
]);

function isOfSystem(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'errno' in thrown && 'syscall' in thrown;
}

function problemOfSystem({ syscall, message }: NodeJS.ErrnoException): Problem {
  return syscall === 'uv_cwd'
    ? new Problem('currentFolderGone', {})
    : new Problem('systemRefused', { reason: message });
}

function verifyOption(): Option {
  const how = new Option('--verify <how>', 'compare what the server has afterwards: its size, or all of it');
  return how.choices(['head', 'download']);
}

function languageOption(): Option {
  const where = new Option(
    '--lang <language>',
    'of the labels and the text: de, de+fr (default: labels of any, text in English, with tesseract in that of the labels)',
  );
  return where.argParser((text) => {
    const languages = parseLanguages(text);
    if (languages === undefined) throw refusedFor(languageReason);
    return languages;
  });
}

function countryOption(): Option {
  const where = new Option('--country <code>', 'where the receipts are from: DE, US (default: as the page tells)');
  return where.argParser((text) => {
    const country = parseCountry(text);
    if (country === null) throw refusedFor(countryReason);
    // For undefined commander puts in a text of its own.
    return country ?? '';
  });
}

/** Commander puts what it is told behind a full stop. */
function refusedFor(reason: string): InvalidArgumentError {
  return new InvalidArgumentError(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
}

/** The last one would hold, and what another said would be lost without a word. */
function refuseTwice(command: Command): void {
  for (const option of command.options.filter(({ required, parseArg }) => required && !isRepeatable(parseArg))) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' was given twice`);
      isGiven = true;
    });
  }
}

function isRepeatable(parse: Option['parseArg']): boolean {
  return parse === keyValue || parse === headerLine;
}

/** An option and its negation are one to commander, so that it lets the last win. */
function refuseBoth(command: Command, one: string, other: string): void {
  const given = new Set<string>();
  for (const name of [one, other]) {
    command.on(`option:${name}`, () => {
      given.add(name);
      if (given.size > 1) command.error(`error: option '--${one}' cannot be used with option '--${other}'`);
    });
  }
}
