/** Points of a page's width and height: a narrow receipt. */
const [width, height] = [230, 320];

/**
 * A PDF (ISO 32000-1) with the lines of each page in Helvetica.
 *
 * @param more what the catalogue and the trailer hold besides, as PDF writes it.
 */
export function pdfOf(
  pages: readonly (readonly string[])[],
  more: { readonly catalog?: string; readonly trailer?: string } = {},
): Buffer {
  const first = 4;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`,
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}/MediaBox[0 0 ${width} ${height}]/Resources<</Font<</F 3 0 R>>>>>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((lines, index) => {
      const content = `BT /F 14 Tf 18 TL 16 ${height - 32} Td ${lines.map(shown).join(' ')} ET`;
      return [
        `<</Type/Page/Parent 2 0 R/Contents ${first + index * 2 + 1} 0 R>>`,
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
      ];
    }),
  ];
  return fileOf(objects, more.trailer ?? '');
}

/** A PDF of these objects, the first of them the catalogue. */
export function fileOf(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<</Root 1 0 R/Size ${objects.length + 1}${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

/** One that opens with a password only: no password makes these keys. */
export function lockedPdf(): Buffer {
  const key = `<${'41'.repeat(32)}>`;
  return pdfOf([['secret']], { trailer: `/Encrypt<</Filter/Standard/V 1/R 2/P -4/O${key}/U${key}>>/ID[<00><00>]` });
}

function shown(line: string): string {
  return `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`;
}
