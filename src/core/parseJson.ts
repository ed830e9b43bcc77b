import type { JsonValue } from 'jsonpath-rfc9535';

/** What the text stands for; undefined where it is no JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
