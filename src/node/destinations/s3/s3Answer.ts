import { isObject } from '../../../core/isObject.ts';

/** An element of an answer, by the names of what is in it; several of one name are a list. */
export type Element = Readonly<Record<string, unknown>>;

/**
 * The root element of an answer when it has that name; undefined for anything else. No answer of S3 has a document
 * type, so that one with entities of its own is nothing that it could have sent.
 */
export async function readXml(text: string, root: string): Promise<Element | undefined> {
  if (/<!DOCTYPE/i.test(text) || !text.trimEnd().endsWith(`</${root}>`)) return undefined;
  const { XMLParser } = await import('fast-xml-parser');
  try {
    // Numbers stay as they are written: an ETag of digits is none.
    const parser = new XMLParser({ ignoreDeclaration: true, parseTagValue: false });
    const document: unknown = parser.parse(text);
    const element = isObject(document) ? document[root] : undefined;
    return isObject(element) ? element : undefined;
  } catch {
    return undefined;
  }
}

/** The text of an element in it; undefined when there is none. */
export function textOf(element: Element | undefined, name: string): string | undefined {
  const value = element?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** All elements of this name in it. */
export function elementsOf(element: Element, name: string): readonly Element[] {
  const value = element[name];
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** For a text in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
