import { asProblem, type Problem } from '../problem.ts';

/** How a request went that did not succeed: what the retry policy decides on. */
export interface Failure {
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** From Retry-After (`parseRetryAfter`), in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** System or undici code of the deepest cause, when there was no answer: `ECONNRESET`. */
  readonly networkCode?: string;
  /** Whether any byte of the request may have reached the server. */
  readonly sent: 'nothing' | 'something';
  /** Bytes that the server keeps of this attempt, so that the next goes on after them; a single request keeps none. */
  readonly keptBytes?: number;
  /** The protocol says that it passes, whatever the status: a lock, a part that arrived damaged. */
  readonly passes?: true;
  /** What arrived is not what was sent: what it happens to again and again is no outage, and does not pass. */
  readonly isDamaged?: true;
  /** By this answer servers say that they know nothing of an upload, and others that they refuse credentials. */
  readonly mayBeGone?: true;
}

/** A request that did not succeed: what to tell a person, and what the retry policy needs to know. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly problem: Problem;
  readonly failure: Failure;

  constructor(problem: Problem, failure: Failure, options?: ErrorOptions) {
    super(problem.message, options);
    this.problem = problem;
    this.failure = failure;
  }
}

/** What was thrown, as a person is told of it. */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof TransferError ? thrown.problem : asProblem(thrown);
}

/** Whether nothing is known of an upload any more, also where it has become the file: `SessionProtocol.finish`. */
export function mayHaveArrived(thrown: unknown): boolean {
  return problemOf(thrown).code === 'answerMissing';
}

/** Whether the server may have said that it knows nothing of an upload: `Failure.mayBeGone`. */
export function mayBeGone(thrown: unknown): boolean {
  return thrown instanceof TransferError && thrown.failure.mayBeGone === true;
}

/** The code of the deepest cause that has one: undici and fetch wrap what the system said. */
export function networkCodeOf(thrown: unknown): string | undefined {
  let code: string | undefined;
  let error = thrown;
  // A chain of causes may be a ring.
  for (let depth = 0; depth < 16 && error instanceof Error; depth++) {
    if ('code' in error && typeof error.code === 'string') code = error.code;
    // Several addresses were tried: all failed, the last as well as any.
    error = error.cause ?? (error instanceof AggregateError ? error.errors.at(-1) : undefined);
  }
  return code;
}
