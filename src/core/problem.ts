import { describe, describeEvent, type ProblemCode, type ProblemDetails } from './messages.ts';

/**
 * The one error of this project. `message` is the English sentence for a person; it holds no token, query or body.
 * Cancellation is none: that is an `AbortError` on the way and an outcome at the end.
 */
export class Problem<C extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'Problem';
  readonly code: C;
  readonly details: ProblemDetails[C];

  constructor(code: C, details: ProblemDetails[C], options?: ErrorOptions) {
    super(describe(code, details), options);
    this.code = code;
    this.details = details;
  }

  /** What happened, without what to do about it: for where that is being done. */
  get event(): string {
    return describeEvent(this.code, this.details);
  }
}

/** The sentence of a problem with a file, which stands before it unless it is named in it. */
export function sentenceOf(file: string, problem: Problem): string {
  return isNamedIn(problem, file) ? problem.message : `${file}: ${problem.message}`;
}

/**
 * Whether a problem's sentence names the file, by its path or by a longer one that ends in it. A short name may stand
 * in any: it is a detail of it, too, then.
 */
export function isNamedIn({ details, message }: Problem, file: string): boolean {
  const path = 'file' in details ? details.file : undefined;
  if (path?.replaceAll('\\', '/').endsWith(`/${file.replaceAll('\\', '/')}`) === true) return message.includes(path);
  return Object.values(details).includes(file) && message.includes(file);
}

/** What was thrown, as a problem: itself, or an `internal` one around it. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown as Problem;
  return new Problem(
    'internal',
    { reason: thrown instanceof Error ? thrown.message : String(thrown) },
    { cause: thrown },
  );
}
