import { isObject } from '../../core/isObject.ts';
import { parseJson } from '../../core/parseJson.ts';

/**
 * Whether an answer in JSON says that the request failed: many services give every answer the status 200, and tell there
 * how it went.
 */
export function tellsFailure(answer: unknown): boolean {
  if (!isObject(answer)) return false;
  return (
    answer['success'] === false ||
    answer['ok'] === false ||
    /^(?:error|fail(?:ed|ure)?)$/i.test(String(answer['status'])) ||
    isSomething(answer['error']) ||
    isSomething(answer['errors'])
  );
}

/** The object that the JSON text is; an empty one where it is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  if (!/^\s*\{/.test(text)) return {};
  const value = parseJson(text);
  return isObject(value) ? value : {};
}

/** Not what stands for none: null, false, 0, and what is empty. */
function isSomething(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
