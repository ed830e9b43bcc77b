import { isObject } from '../../core/isObject.ts';

/**
 * How an answer in JSON tells of a failure: `outright` when it says that the request failed, `errors` when it lists or
 * describes some, `remark` when it has a text of one, which may be about something besides.
 */
export type ToldFailure = 'outright' | 'errors' | 'remark';

/**
 * What an answer in JSON tells of a failure: many services give every answer the status 200, and tell there how it
 * went. Undefined: nothing.
 */
export function toldFailureIn(answer: unknown): ToldFailure | undefined {
  if (!isObject(answer)) return undefined;
  const { success, ok, status, error, errors } = answer;
  if (success === false || ok === false || /^(?:error|fail(?:ed|ure)?)$/i.test(String(status))) return 'outright';
  if (isSomething(errors) || (typeof error !== 'string' && isSomething(error))) return 'errors';
  return isSomething(error) ? 'remark' : undefined;
}

/** Not what stands for none: null, false, 0, and what is empty. */
function isSomething(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
