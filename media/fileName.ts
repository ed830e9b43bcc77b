import { element } from './element.ts';

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The last part of a path in two: what is cut short where there is no room, and which page of a document it is. */
export function nameParts(path: string): readonly HTMLElement[] {
  const name = fileName(path);
  const page = /, page \d+$/.exec(name)?.[0] ?? '';
  return [
    element('span', {}, name.slice(0, name.length - page.length)),
    element('span', { class: 'of-document' }, page),
  ];
}
