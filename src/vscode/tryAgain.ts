import { l10n } from 'vscode';
import type { Outcome } from '../core/model.ts';
import { announce } from './actions.ts';
import { resourceOf } from './openDocuments.ts';
import type { Chosen } from './selectResources.ts';
import type { Shell } from './shell.ts';
import type { EndedTransfer } from './transfers/transfers.ts';
import type { FinishedUpload } from './upload.ts';

/** Uploads these once more to the same destination; `onBegin` as in `UploadChoice`. */
export type Again = (chosen: readonly Chosen[], onBegin: () => void) => Promise<void>;

/** @param prepare what is to be done before, unless there is nothing left to try again. */
export type Retry = (wanted: readonly Outcome[], prepare?: () => Promise<void>) => Promise<void>;

/**
 * Keeps what did not work in the view of uploads until another try of it has begun. Each is tried again once, from
 * wherever that is asked for: what is to be done next is told with what became of it then.
 */
export function keepForRetry(
  { log, transfers }: Pick<Shell, 'log' | 'transfers'>,
  { destination, outcomes, externalLink }: Pick<FinishedUpload, 'destination' | 'outcomes' | 'externalLink'>,
  again: Again,
): Retry {
  const tried = new Set<Outcome>();
  const retry: Retry = async (wanted, prepare) => {
    const left = wanted.filter((outcome) => !tried.has(outcome));
    if (left.length === 0) {
      announce(log, 'information', l10n.t('That was tried again already.'), []);
      return;
    }
    for (const outcome of left) tried.add(outcome);
    let hasBegun = false as boolean;
    const begin = () => {
      hasBegun = true;
      transfers.clear(kept, left);
    };
    try {
      await prepare?.();
      await again(left.map(chosenBefore), begin);
    } finally {
      if (!hasBegun) for (const outcome of left) tried.delete(outcome);
    }
  };
  const missing = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
  const kept: EndedTransfer = transfers.keep(destination, missing, retry, externalLink);
  return retry;
}

/**
 * It goes by the path that it went by, and by the name where another of its batch has its own. An interrupted upload is
 * given up when its file is gone (`resumeInterrupted`): then it begins anew.
 */
function chosenBefore(outcome: Outcome): Chosen {
  const { id, file, before, goesOn } = outcome;
  const isGone = 'problem' in outcome && outcome.problem.code === 'fileNotFound';
  return { uri: resourceOf(id), path: file, ...(before && { before }), ...(goesOn && !isGone && { goesOn }) };
}
