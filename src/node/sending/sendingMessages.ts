/** What a `SendingThread` and the thread behind it tell each other. Messages are handed over many at a time. */
import type { ProblemCode, ProblemDetails } from '../../core/messages.ts';
import type { PlannedFile, Source } from '../../core/model.ts';
import type { Uploaded } from '../../core/ports.ts';
import { asProblem, Problem } from '../../core/problem.ts';
import { TransferError, type Failure } from '../../core/transfer/transferError.ts';
import type { DestinationSetup } from '../destinations/createDestination.ts';
import type { FileFacts } from '../files/fileFacts.ts';
import type { NetworkSettings } from '../http/proxies.ts';

/** A file on this machine that is to be sent, as it was planned. */
export interface LocalFile extends Pick<PlannedFile, 'name' | 'mediaType'>, Pick<Source, 'id' | 'path'>, FileFacts {}

/** Numbers tell destinations, requests and questions from others of their kind. */
export type Order =
  | {
      readonly kind: 'open';
      readonly destination: number;
      readonly setup: DestinationSetup;
      readonly network: NetworkSettings;
    }
  | { readonly kind: 'send'; readonly request: number; readonly destination: number; readonly file: LocalFile }
  | { readonly kind: 'cancel'; readonly request: number }
  | { readonly kind: 'secret'; readonly question: number; readonly value: string | undefined }
  | { readonly kind: 'secretFailed'; readonly question: number; readonly error: ThrownError }
  /** Nothing more is sent to it. */
  | { readonly kind: 'close'; readonly destination: number }
  /** The thread is to end. */
  | { readonly kind: 'end' };

export type Report =
  /** It takes orders. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent'; readonly request: number; readonly uploaded: Uploaded }
  | { readonly kind: 'failed'; readonly request: number; readonly error: ThrownError }
  /** A secret was used, which is told before anything that may show it. */
  | { readonly kind: 'used'; readonly destination: number; readonly secret: string }
  | {
      readonly kind: 'ask';
      readonly question: number;
      readonly destination: number;
      readonly name: string;
      readonly origin: string;
    };

/** What was thrown, without what leads nowhere in another thread: a stack, its causes. */
export interface ThrownError {
  readonly code: ProblemCode;
  readonly details: ProblemDetails[ProblemCode];
  /** Of a `TransferError`. */
  readonly failure?: Failure;
}

export function toldError(thrown: unknown): ThrownError {
  if (thrown instanceof TransferError) return { ...toldError(thrown.problem), failure: thrown.failure };
  const { code, details } = asProblem(thrown);
  return { code, details };
}

/** As it was thrown: a `TransferError`, or a `Problem`. */
export function errorFrom({ code, details, failure }: ThrownError): Error {
  const problem = new Problem(code, details);
  return failure ? new TransferError(problem, failure) : problem;
}
