import mime from 'mime';

/** For bytes that nothing is known of. */
export const unknownType = 'application/octet-stream';

/** Names that mean source code to those who use an editor, whatever else is registered for them. */
const sourceCode: Readonly<Record<string, string>> = {
  ts: 'text/typescript',
  mts: 'text/typescript',
  cts: 'text/typescript',
  tsx: 'text/typescript',
  rs: 'text/x-rust',
  go: 'text/x-go',
  py: 'text/x-python',
};

/** The media type that a file's name tells, without parameters. */
export function typeOfName(name: string): string | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  return Object.hasOwn(sourceCode, ending) ? sourceCode[ending] : (mime.getType(ending) ?? undefined);
}

/** Types that always begin with their signature: bytes without it are something else. */
const signed: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/tiff',
  'image/heic',
  'image/heif',
  'image/avif',
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/7z-compressed',
  'application/vnd.rar',
]);

/** Names of one thing, or kinds of one format that bytes and names call differently. */
const families: readonly (readonly string[])[] = [
  ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  ['image/png', 'image/apng', 'image/vnd.mozilla.apng'],
  ['image/bmp', 'image/ms-bmp'],
  ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  ['image/icon', 'image/vnd.microsoft.icon'],
  ['image/tiff', 'image/canon-cr2', 'image/adobe-dng', 'image/nikon-nef', 'image/sony-arw'],
  ['video/mp4', 'audio/mp4', 'audio/m4a', 'audio/m4b', 'video/m4v', 'video/quicktime', 'video/3gpp', 'video/3gpp2'],
  ['video/matroska', 'audio/matroska', 'video/webm', 'audio/webm'],
  ['application/ogg', 'audio/ogg', 'video/ogg', 'audio/opus'],
  ['audio/wav', 'audio/wave', 'audio/vnd.wave'],
  ['audio/mpeg', 'audio/mp3'],
  ['video/ms-asf', 'video/ms-wmv', 'audio/ms-wma', 'audio/ms-asf', 'application/vnd.ms-asf'],
  ['video/mpeg', 'video/mp1s', 'video/mp2p'],
  ['video/vnd.avi', 'video/msvideo', 'video/avi'],
  // `.ts` and `.mts` are both.
  ['video/mp2t', 'text/typescript'],
  ['application/rar', 'application/rar-compressed', 'application/vnd.rar'],
  ['application/rtf', 'text/rtf'],
  // `.svgz`.
  ['application/gzip', 'image/svg+xml'],
  // Illustrator's files are PDF.
  ['application/pdf', 'application/postscript', 'application/illustrator'],
];

/** Formats that others are made of: the name knows better which. */
const containers: ReadonlySet<string> = new Set(['application/zip', 'application/gzip', 'application/cfb']);

/** Documents that are a zip inside, or a compound file where encrypted. */
const zipInside =
  /^application\/(?:vnd\.openxmlformats-|vnd\.oasis\.opendocument|epub\+zip|java-archive|vnd\.android\.package)/;

/**
 * Whether bytes of one type under a name of another are a contradiction: a JPEG called `.png` is one, a document that
 * is a zip inside is none.
 */
function contradicts(typeOfBytes: string, typeFromName: string): boolean {
  const bytes = canonical(typeOfBytes);
  const name = canonical(typeFromName);
  if (bytes === name || name === unknownType) return false;
  if (areOfOneFamily(bytes, name)) return false;
  if (isText(bytes) && isText(name)) return false;
  if (signed.has(name) || isText(name) || /^(?:image|audio|video|font)\//.test(name)) return true;
  return zipInside.test(name) && !containers.has(bytes);
}

function areOfOneFamily(a: string, b: string): boolean {
  return families.some((family) => family.includes(a) && family.includes(b));
}

/** What a file is: what its bytes are, else what its name says; which of both tells more where they agree. */
export interface Judgement {
  readonly mediaType: string;
  /** Every type that an allow-list must allow. */
  readonly types: readonly string[];
  /** Present when the name says otherwise than the bytes. */
  readonly contradiction?: { readonly named: string; readonly actual: string };
}

/** `detected` is undefined where the bytes have no signature. */
export function judgeType(detected: string | undefined, name: string, isEmpty: boolean): Judgement {
  const named = typeOfName(name);
  if (detected === undefined) {
    const lacksSignature = named !== undefined && !isEmpty && signed.has(canonical(named));
    if (lacksSignature) return contradiction(unknownType, named);
    return one(named ?? unknownType);
  }
  if (named === undefined || canonical(named) === unknownType) return one(detected);
  if (contradicts(detected, named)) return contradiction(detected, named);
  const nameTellsMore = containers.has(canonical(detected)) || isText(canonical(detected));
  return nameTellsMore ? one(named) : { mediaType: detected, types: [detected, named] };
}

function one(mediaType: string): Judgement {
  return { mediaType, types: [mediaType] };
}

function contradiction(actual: string, named: string): Judgement {
  return { mediaType: actual, types: [actual, named], contradiction: { named, actual } };
}

/** Whether an entry of `allow` (`image/png`, `image/*`, `.pdf`) takes a file of this name as far as this type goes. */
export function allows(entry: string, type: string, name: string): boolean {
  const allowed = entry.toLowerCase();
  if (allowed.startsWith('.')) {
    if (!name.toLowerCase().endsWith(allowed)) return false;
    const typeOfEnding = typeOfName(allowed);
    return typeOfEnding === undefined || !contradicts(type, typeOfEnding);
  }
  if (allowed === '*/*') return true;
  if (allowed.endsWith('/*')) return type.startsWith(allowed.slice(0, -1));
  return canonical(allowed) === canonical(type) || areOfOneFamily(canonical(allowed), canonical(type));
}

/** Lower case, without parameters and without the `x-` of what was never registered. */
function canonical(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase().replace('/x-', '/');
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /[/+](?:xml|json|javascript|ecmascript|yaml|toml|sql|sh|csh|typescript|xml-dtd|xhtml|rtf)$/.test(type)
  );
}
