import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The last part of a path in two: what is cut short where there is no room, and which page of a document it is. */
export function nameParts(path: string, { ofPage }: Labels): readonly HTMLElement[] {
  const name = fileName(path);
  const [before = '', after = ''] = ofPage.split('{page}');
  const start = name.lastIndexOf(before);
  const number = name.slice(start + before.length, name.length - after.length);
  const end = start > 0 && name.endsWith(after) && /^\d+$/.test(number) ? start : name.length;
  return [element('span', {}, name.slice(0, end)), element('span', { class: 'of-document' }, name.slice(end))];
}
