import assert from 'node:assert/strict';
import { makePlan } from '../../../../src/core/plan.ts';
import { memorySource } from '../../../../src/node/files/memorySource.ts';
import { sniffer } from '../../../../src/node/files/sniffer.ts';
import { destination, never } from '../../core/fakes.ts';

const gifAndScript = Buffer.from('GIF89a/*\x01\x00\x01\x00\x80*/=1;alert(1)', 'latin1');
const pdfAndZip = Buffer.concat([
  Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
  // A local file header with a name, and the end of the central directory, which readers of ZIP look for from behind.
  Buffer.from('504b0304140000000000000000000000000000000000000000000100000061', 'hex'),
  Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
]);
const svgWithScript = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** What it is sent as; undefined: it is refused. */
async function sentAs(name: string, bytes: Buffer, allow: readonly string[]): Promise<string | undefined> {
  const source = memorySource({ id: `x:${name}`, name, path: name }, bytes);
  const to = destination(undefined, { limits: { filesPerRequest: 1, allow } });
  const { files, refused } = await makePlan([{ kind: 'source', source }], to, sniffer, never);
  assert.equal(files.length + refused.length, 1);
  return files[0]?.mediaType;
}

describe('a file that is two things at once', () => {
  for (const [what, bytes, name, allow, type] of [
    ['a GIF that is a script', gifAndScript, 'a.gif', ['image/*'], 'image/gif'],
    ['a GIF that is a script', gifAndScript, 'a.js', ['image/*'], undefined],
    ['a GIF that is a script', gifAndScript, 'a.js', ['.js'], undefined],
    ['a PDF that is a ZIP', pdfAndZip, 'a.pdf', ['application/pdf'], 'application/pdf'],
    ['a PDF that is a ZIP', pdfAndZip, 'a.zip', ['application/pdf'], undefined],
    ['a PDF that is a ZIP', pdfAndZip, 'a.zip', ['.zip'], undefined],
    ['an SVG with a script', svgWithScript, 'a.svg', ['image/png', 'image/jpeg'], undefined],
    ['an SVG with a script', svgWithScript, 'a.png', ['image/png'], undefined],
    ['an SVG with a script', svgWithScript, 'a.svg', ['image/svg+xml'], 'image/svg+xml'],
  ] as const) {
    const how = type === undefined ? 'refused' : `sent as ${type}`;
    it(`(${what}) called ${name} is ${how} where ${allow.join(' and ')} may go`, async () => {
      assert.equal(await sentAs(name, bytes, allow), type);
    });
  }
});
