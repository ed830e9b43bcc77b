import type { LogOutputChannel } from 'vscode';
import type { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/formatBytes.ts';
import type { Outcome } from '../core/model.ts';
import type { Retry } from '../core/transfer/transferOptions.ts';

/** One line a file, and one a warning; none for what was cancelled before its turn (`logNotReached`). */
export function logOutcome(log: LogOutputChannel, mask: SecretMask, outcome: Outcome): void {
  if (isNotReached(outcome)) return;
  const { file, size, durationMs, attempts, warnings } = outcome;
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const how = `${formatBytes(size)}, ${Math.round(durationMs)} ms, ${times}`;
  switch (outcome.status) {
    case 'uploaded':
      log.info(mask.mask(`${file} uploaded (${how}): ${withoutQuery(outcome.url) ?? 'no link'}`));
      break;
    case 'cancelled':
      log.info(`${file} cancelled (${how})${'problem' in outcome ? `: ${outcome.problem.message}` : ''}`);
      break;
    case 'skipped':
    case 'failed':
    case 'unknown':
      log.error(mask.mask(`${file} ${outcome.status} (${how}): ${outcome.problem.code}: ${outcome.problem.message}`));
      break;
  }
  for (const warning of warnings) log.warn(mask.mask(`${file}: ${warning}`));
}

/** One line for all that were cancelled before their turn: a person who cancels waits for no list of them. */
export function logNotReached(log: LogOutputChannel, outcomes: readonly Outcome[]): void {
  const count = outcomes.filter(isNotReached).length;
  if (count > 0) log.info(`Cancelled before their turn: ${count}`);
}

function isNotReached({ status, attempts }: Outcome): boolean {
  return status === 'cancelled' && attempts === 0;
}

export function logRetry(log: LogOutputChannel, mask: SecretMask, { files, problem, delayMs }: Retry): void {
  log.warn(mask.mask(`${files.join(', ')}: ${problem.event} Again in ${Math.round(delayMs)} ms.`));
}

/** A query may be a signature, which is as good as a password. */
function withoutQuery(url: string | undefined): string | undefined {
  return url?.replace(/[?#].*$/s, '?…');
}
