/**
 * A piece of a template. `file`: the path as it was chosen, of which each part is a safe name (only the name, when it
 * leads out of where it was chosen). `name`: the file's name without its extension. `ext`: the extension without the
 * dot; where there is none, a dot right before the placeholder goes too. `date`: in a format of `yyyy MM dd HH mm ss`,
 * by default `yyyy-MM-dd`. `$${` stands for `${`.
 */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'file' | 'name' | 'ext' | 'sha256' }
  | { readonly kind: 'date'; readonly format: string }
  | { readonly kind: 'env' | 'secret'; readonly name: string };

/** A template that can't be understood; the message is the end of a sentence. */
export class TemplateFault extends Error {}

const known = '${file}, ${name}, ${ext}, ${date:yyyy-MM-dd}, ${sha256}, ${env:NAME}, ${secret:NAME}';

/** What stands for a part of a date in the format of one. */
export const dateParts = /yyyy|MM|dd|HH|mm|ss/g;

/** @throws TemplateFault for a placeholder that there is none of. */
export function parseTemplate(template: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(/(\$?)\$\{([^}]*)(\}?)/g)) {
    const [whole, escape, inside = '', close] = match;
    const before = template.slice(end, match.index);
    end = match.index + whole.length;
    if (escape) {
      parts.push({ kind: 'literal', text: before + whole.slice(1) });
      continue;
    }
    if (!close) throw new TemplateFault(`“${whole}” has no closing }; write $\${ for a plain \${`);
    if (before) parts.push({ kind: 'literal', text: before });
    parts.push(placeholder(inside));
  }
  const rest = template.slice(end);
  if (rest) parts.push({ kind: 'literal', text: rest });
  return parts;
}

/** What of a file tells where this template puts it from where it puts others: as `DestinationLimits.storesBy`. */
export function storedBy(template: string): 'name' | 'path' | undefined {
  const kinds = new Set(parseTemplate(template).map(({ kind }) => kind));
  // Where the content stands in it, a file replaces only what is the same.
  if (kinds.has('sha256')) return undefined;
  if (kinds.has('file')) return 'path';
  return kinds.has('name') ? 'name' : undefined;
}

/** What a format of another program has for a part of a date would stay as it is, as would any other letter. */
function dateFormat(format: string): string {
  const rest = format.replace(dateParts, ' ');
  // ISO 8601 has a T between date and time.
  const [unknown] = /[A-SU-Za-z]+/.exec(rest) ?? [];
  if (unknown === undefined && rest !== format) return format;
  const reason = unknown === undefined ? 'no part of a date' : `“${unknown}”, which is no part of a date`;
  throw new TemplateFault(`\${date:${format}} holds ${reason}; there are yyyy, MM, dd, HH, mm and ss`);
}

function placeholder(inside: string): Part {
  const [, kind = '', argument] = /^([^:]*)(?::(.*))?$/s.exec(inside) ?? [];
  switch (kind) {
    case 'file':
    case 'name':
    case 'ext':
    case 'sha256':
      if (argument === undefined) return { kind };
      break;
    case 'date':
      return { kind, format: dateFormat(argument ?? 'yyyy-MM-dd') };
    case 'env':
    case 'secret':
      if (argument && /^[\w.-]+$/.test(argument)) return { kind, name: argument };
      break;
  }
  throw new TemplateFault(`there is no \${${inside}}; there are ${known}`);
}
