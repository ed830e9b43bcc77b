import assert from 'node:assert/strict';
import type { Selected, Source } from '../../../src/core/model.ts';
import { isLarge, makePlan } from '../../../src/core/plan.ts';
import type { Destination, DestinationLimits, Sniffer } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import { destination, never, selected, source, takesAll } from './fakes.ts';

/** What the bytes of each file are, by its path. */
function sniffer(types: Readonly<Record<string, string>> = {}): Sniffer {
  return { detect: ({ path }) => Promise.resolve(types[path]) };
}

function limited(limits: Partial<DestinationLimits>, more: Partial<Destination> = {}): Destination {
  return destination(takesAll, { limits: { filesPerRequest: 1, ...limits }, ...more });
}

const planOf = (selection: Selected[], where = destination(), types = sniffer()) =>
  makePlan(selection, where, types, never);
const refusedOf = async (...parameters: Parameters<typeof planOf>) =>
  (await planOf(...parameters)).refused.map((outcome) => [
    outcome.file,
    outcome.status,
    'problem' in outcome ? outcome.problem.code : undefined,
  ]);
const sized = (path: string, size: number): Selected => ({ kind: 'source', source: source(path, size) });

describe('the plan', () => {
  it('takes what was chosen twice once', async () => {
    const plan = await planOf([...selected('a', 'b'), ...selected('a')]);
    assert.deepEqual(
      plan.files.map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('tells files of one name in two folders apart', async () => {
    assert.equal((await planOf(selected('x/a', 'y/a'))).files.length, 2);
  });

  it('sums up what will be sent', async () => {
    const plan = await planOf([sized('a', 5), sized('b', 7), sized('c', 1000)], limited({ maxSize: 10 }));
    assert.equal(plan.totalBytes, 12);
  });

  it('leaves files the names and dates that they were sent with before', async () => {
    const before = { name: 'b (2)', dated: 5 };
    const [first, again] = selected('a', 'x/b');
    assert.ok(first?.kind === 'source' && again?.kind === 'source');
    const where = limited(
      { storesBy: 'name' },
      { nameFor: ({ name }) => (name === 'a' ? name : assert.fail('it has one')) },
    );
    for (const looks of [false, true]) {
      const selection: Selected[] = [first, { ...again, before, goesOn: true }];
      const { files } = await makePlan(selection, where, sniffer(), never, looks);
      assert.deepEqual(
        files.map(({ name, dated, goesOn }) => [name, dated, goesOn]),
        [
          ['a', undefined, undefined],
          ['b (2)', 5, true],
        ],
      );
    }
  });

  it('renames no file that was sent before, but others that would take its place', async () => {
    const [one, two, three] = selected('a/x', 'b/x', 'c/x');
    assert.ok(one?.kind === 'source' && two?.kind === 'source' && three);
    const before = { name: 'x' };
    const { files } = await planOf([{ ...one, before }, { ...two, before }, three], limited({ storesBy: 'name' }));
    assert.deepEqual(
      files.map(({ name }) => name),
      ['x', 'x', 'x (2)'],
    );
  });

  it('keeps for another try the name that tells a file from another of its batch, and no other', async () => {
    const { files } = await planOf(selected('a/x', 'b/x', 'c'), limited({ storesBy: 'name' }));
    assert.deepEqual(
      files.map(({ before }) => before),
      [undefined, { name: 'x (2)' }, undefined],
    );
  });

  it('keeps what is known of an earlier try of a file that it refuses', async () => {
    const before = { name: 'x (2)', dated: 5 };
    const problem = new Problem('fileNotFound', { file: 'gone' });
    const selection: Selected[] = [
      { ...sized('large', 11), before, goesOn: true },
      { kind: 'rejected', id: 'gone', path: 'gone', problem, before },
    ];
    const { refused } = await planOf(selection, limited({ maxSize: 10 }));
    assert.deepEqual(
      refused.map(({ before, goesOn }) => [before, goesOn]),
      [
        [before, true],
        [before, undefined],
      ],
    );
  });

  it('refuses what is above the limit, without reading it', async () => {
    const unread: Sniffer = { detect: () => assert.fail('was read') };
    assert.deepEqual(await refusedOf([sized('a', 11)], limited({ maxSize: 10 }), unread), [
      ['a', 'failed', 'tooLarge'],
    ]);
  });

  it('takes what is exactly at the limit, and empty files', async () => {
    assert.equal((await planOf([sized('a', 10), sized('b', 0)], limited({ maxSize: 10 }))).files.length, 2);
  });

  it('does not read an empty file', async () => {
    const plan = await planOf([sized('a.png', 0)], destination(), { detect: () => assert.fail('was read') });
    assert.equal(plan.files[0]?.mediaType, 'image/png');
    assert.deepEqual(plan.files[0].warnings, []);
  });

  it('carries on what could not be selected', async () => {
    const problem = new Problem('fileNotFound', { file: 'gone' });
    assert.deepEqual(await refusedOf([{ kind: 'rejected', id: 'gone', path: 'gone', problem }]), [
      ['gone', 'failed', 'fileNotFound'],
    ]);
  });

  it('skips links that lead out of the folder, or to nothing', async () => {
    for (const code of ['linkLeavesFolder', 'linkDangling'] as const) {
      const problem = new Problem(code, { file: 'out' });
      assert.deepEqual(await refusedOf([{ kind: 'rejected', id: 'out', path: 'out', problem }]), [
        ['out', 'skipped', code],
      ]);
    }
  });

  it('goes on after a file that cannot be read', async () => {
    const broken: Sniffer = {
      detect: ({ path: file }) =>
        file === 'b'
          ? Promise.reject(new Problem('fileUnreadable', { file, reason: 'EIO' }))
          : Promise.resolve(undefined),
    };
    const plan = await planOf(selected('a', 'b', 'c'), limited({ allow: ['*/*'] }), broken);
    assert.deepEqual(
      plan.files.map(({ name }) => name),
      ['a', 'c'],
    );
    assert.equal(plan.refused[0]?.file, 'b');
  });

  it('makes the name safe that the destination gives', async () => {
    const nameFor = ({ name }: Source) => Promise.resolve(`../2024/${name}:\r\n`);
    assert.equal((await planOf(selected('a.png'), limited({}, { nameFor }))).files[0]?.name, 'a.png_');
  });

  it('tells under which name a file is sent whose own is not safe, not where only what nobody sees is left out', async () => {
    const { files } = await planOf(selected('report%2F2024.csv', 'a\u200Bb.txt', 'e\u0301.txt', 'plain.txt'));
    assert.deepEqual(
      files.map(({ name }) => name),
      ['2024.csv', 'ab.txt', '\u00e9.txt', 'plain.txt'],
    );
    const [renamed, ...others] = files.map(({ warnings }) => warnings.join());
    assert.match(renamed ?? '', /^report%2F2024\.csv is sent as 2024\.csv/);
    assert.deepEqual(others, ['', '', '']);
  });

  it('keeps names apart where a file replaces another of its name', async () => {
    const selection = selected('x/a.txt', 'y/A.txt', 'z/a.txt', 'z/a (2).txt', 'b');
    const plan = await planOf(selection, limited({ storesBy: 'name' }));
    assert.deepEqual(
      plan.files.map(({ name }) => name),
      ['a.txt', 'A (2).txt', 'a (3).txt', 'a (2) (2).txt', 'b'],
    );
    assert.match(plan.files[1]?.warnings[0] ?? '', /y\/A\.txt is sent as A \(2\)\.txt/);
    const free = await planOf(selection, limited({}));
    assert.equal(free.files[1]?.name, 'A.txt');
  });

  it('keeps very many files of one name apart in a time in proportion', async () => {
    const selection = selected(...Array.from({ length: 20_000 }, (_, folder) => `${folder}/index.html`));
    const { files } = await planOf(selection, limited({ storesBy: 'name' }));
    assert.equal(new Set(files.map(({ name }) => name)).size, 20_000);
    assert.equal(files.at(-1)?.name, 'index (20000).html');
  });

  it('keeps names apart in one folder where a file replaces another of its path', async () => {
    const selection = selected('x/a.txt', 'y/a.txt', 'x/b/a.txt', '/elsewhere/a.txt', '/also/a.txt');
    const plan = await planOf(selection, limited({ storesBy: 'path' }));
    assert.deepEqual(
      plan.files.map(({ name }) => name),
      ['a.txt', 'a.txt', 'a.txt', 'a.txt', 'a (2).txt'],
    );
  });

  it('ends when cancelled', async () => {
    await assert.rejects(makePlan(selected('a'), destination(), sniffer(), AbortSignal.abort()), {
      name: 'AbortError',
    });
  });

  it('opens no file where all types are taken', async () => {
    const looks: string[] = [];
    const looking: Sniffer = { detect: ({ path }) => Promise.resolve(void looks.push(path)) };
    const plan = await planOf(selected('a.png', 'b'), destination(), looking);
    assert.deepEqual(
      plan.files.map(({ mediaType }) => mediaType),
      ['image/png', 'application/octet-stream'],
    );
    assert.deepEqual(looks, []);
  });

  it('warns of a contradiction and sends the file as what its bytes are', async () => {
    const where = limited({ allow: ['image/*'] });
    const plan = await planOf(selected('dir/a.png'), where, sniffer({ 'dir/a.png': 'image/jpeg' }));
    assert.equal(plan.files[0]?.mediaType, 'image/jpeg');
    assert.match(
      plan.files[0].warnings[0] ?? '',
      /dir\/a\.png is named like image\/png, but its bytes are image\/jpeg/,
    );
  });
});

describe('an allow-list', () => {
  const cases: readonly (readonly [
    title: string,
    name: string,
    bytes: string | undefined,
    allow: string[],
    ok: boolean,
  ])[] = [
    ['takes an allowed type', 'a.png', 'image/png', ['image/png'], true],
    ['takes a group of types', 'a.png', 'image/png', ['image/*'], true],
    ['takes everything by */*', 'a.exe', 'application/x-msdownload', ['*/*'], true],
    ['takes an ending', 'a.PDF', 'application/pdf', ['.pdf'], true],
    ['takes an ending of two parts', 'a.tar.gz', 'application/gzip', ['.tar.gz'], true],
    ['refuses another type', 'a.pdf', 'application/pdf', ['image/*'], false],
    ['refuses a program called .png', 'a.png', 'application/x-msdownload', ['image/png'], false],
    ['refuses a picture called .exe', 'a.svg', 'image/png', ['image/png'], false],
    ['refuses a program by an ending', 'a.pdf', 'application/x-elf', ['.pdf'], false],
    ['refuses a picture without its signature', 'a.png', undefined, ['image/png'], false],
    ['takes a contradiction when both are allowed', 'a.png', 'image/jpeg', ['image/png', 'image/jpeg'], true],
    ['takes text by its name', 'a.txt', undefined, ['text/*'], true],
    ['takes a document that is a zip inside', 'a.docx', 'application/zip', ['.docx'], true],
    ['refuses a document where only zips are allowed', 'a.docx', 'application/zip', ['application/zip'], false],
    ['refuses what nothing is known of', 'a.what', undefined, ['image/*'], false],
    ['takes an ending that nothing is known of', 'a.what', undefined, ['.what'], true],
    ['takes a type under its other name', 'a.bmp', 'image/bmp', ['image/x-ms-bmp'], true],
    ['refuses what is allowed by its bytes only', 'a.pl', 'application/x-elf', ['application/x-elf'], false],
    ['takes upper case', 'a.png', 'image/png', ['IMAGE/PNG'], true],
  ];
  for (const [title, name, bytes, allow, ok] of cases) {
    it(title, async () => {
      const plan = await planOf(selected(name), limited({ allow }), { detect: () => Promise.resolve(bytes) });
      assert.equal(plan.files.length, ok ? 1 : 0);
      if (!ok)
        assert.match(plan.refused[0]?.status === 'failed' ? plan.refused[0].problem.code : '', /^typeNotAllowed$/);
    });
  }
});

describe('a large batch', () => {
  const limits = { files: 100, bytes: 1000 };
  const plan = (files: number, totalBytes: number) => ({
    files: Array.from({ length: files }, () => ({ source: source('a'), name: 'a', mediaType: 'a/b', warnings: [] })),
    refused: [],
    totalBytes,
  });
  it('has more than so many files', () => {
    assert.equal(isLarge(plan(100, 0), limits), false);
    assert.equal(isLarge(plan(101, 0), limits), true);
  });
  it('has more than so many bytes', () => {
    assert.equal(isLarge(plan(1, 1000), limits), false);
    assert.equal(isLarge(plan(1, 1001), limits), true);
  });
});
