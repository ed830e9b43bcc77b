import assert from 'node:assert/strict';
import { shrinkPlanes, type Plane, type Planes } from '../../../../src/node/ocr/heif/shrinkPlanes.ts';
import { asStored, cropped, mirrored, turned, type View } from '../../../../src/node/ocr/heif/view.ts';

const plane = (rows: readonly (readonly number[])[], bits = 8): Plane => {
  const [stride, values] = [rows[0]?.length ?? 0, rows.flat()];
  const data = bits > 8 ? Uint16Array.from(values) : Uint8Array.from(values);
  return { data, stride, width: stride, height: rows.length, bits };
};

/** One pixel. */
const pixel = (luma: number, blue: number, red: number, bits = 8): Pick<Planes, 'luma' | 'colour'> => ({
  luma: plane([[luma]], bits),
  colour: { blue: plane([[blue]], bits), red: plane([[red]], bits) },
});

/** As it is stored. */
const shrunk = (picture: Planes, factor: number) =>
  shrinkPlanes({ ...picture, view: asStored(picture.luma.width, picture.luma.height) }, factor);

const grey = { colour: undefined, matrix: undefined, isFullRange: true } as const;

describe('shrinkPlanes', () => {
  it('leaves out the room between rows', () => {
    const luma = { ...plane([[10, 20, 99], [30, 40, 99]]), width: 2 }; // prettier-ignore
    const { data, width, height } = shrunk({ ...grey, luma }, 1);
    assert.deepEqual([...data], [10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40]);
    assert.deepEqual([width, height], [2, 2]);
  });

  it('averages squares, and cuts off what is left', () => {
    const luma = plane([[10, 20, 90], [30, 40, 90], [90, 90, 90]]); // prettier-ignore
    const { data, width, height } = shrunk({ ...grey, luma }, 2);
    assert.deepEqual([...data, width, height], [25, 25, 25, 1, 1]);
  });

  const colours: Record<string, readonly [Omit<Planes, 'luma' | 'colour'>, number[], number[]]> = {
    // Of red, as ITU-R BT.601 and BT.709 have it.
    'as JPEG has them': [{ matrix: undefined, isFullRange: true }, [76, 85, 255], [254, 0, 0]],
    'by BT.601, in the range of television': [{ matrix: 6, isFullRange: false }, [81, 90, 240], [254, 0, 0]],
    'by BT.709, in the range of television': [{ matrix: 1, isFullRange: false }, [63, 102, 240], [255, 1, 0]],
    'stored as green, blue and red': [{ matrix: 0, isFullRange: true }, [1, 2, 3], [3, 1, 2]],
  };
  for (const [kind, [profile, [luma = 0, blue = 0, red = 0], wanted]] of Object.entries(colours)) {
    it(`makes red, green and blue of colours ${kind}`, () => {
      assert.deepEqual([...shrunk({ ...pixel(luma, blue, red), ...profile }, 1).data], wanted);
    });
  }

  it('makes 8 bits of more', () => {
    const { data } = shrunk({ ...pixel(1023, 512, 512, 10), matrix: 1, isFullRange: true }, 1);
    assert.deepEqual([...data], [255, 255, 255]);
    const dark = shrunk({ ...pixel(256, 512, 512, 10), matrix: 9, isFullRange: false }, 1);
    assert.deepEqual([...dark.data], [56, 56, 56]);
  });

  it('takes colours from planes that are half as large', () => {
    // The left half is red, and the right one blue.
    const luma = plane([[76, 76, 29, 29], [76, 76, 29, 29]]); // prettier-ignore
    const colour = { blue: plane([[85, 255]]), red: plane([[255, 107]]) };
    for (const factor of [1, 2]) {
      const { data, width } = shrunk({ luma, colour, matrix: 6, isFullRange: true }, factor);
      assert.deepEqual([...data.subarray(0, 3)], [254, 0, 0]);
      assert.deepEqual([...data.subarray(3 * (width - 1), 3 * width)], [0, 0, 254]);
    }
  });

  it('gives a square of three pixels the colours of both samples in it', () => {
    const luma = plane(Array.from({ length: 3 }, () => [128, 128, 128]));
    const colour = { blue: plane([[128, 128], [128, 128]]), red: plane([[118, 138], [118, 138]]) }; // prettier-ignore
    const { data } = shrunk({ luma, colour, matrix: 6, isFullRange: true }, 3);
    assert.deepEqual([...data], [128, 128, 128]);
  });

  const stored = asStored(3, 2);
  const views: Record<string, readonly [View, number[][]]> = {
    'turned anticlockwise': [turned(stored, 90), [[3, 6], [2, 5], [1, 4]]],
    'upside down': [turned(stored, 180), [[6, 5, 4], [3, 2, 1]]],
    'turned clockwise': [turned(stored, 270), [[4, 1], [5, 2], [6, 3]]],
    'with left and right exchanged': [mirrored(stored, 'leftAndRight'), [[3, 2, 1], [6, 5, 4]]],
    'with top and bottom exchanged': [mirrored(stored, 'topAndBottom'), [[4, 5, 6], [1, 2, 3]]],
    'without its left column': [cropped(stored, 1, 0, 0, 0), [[2, 3], [5, 6]]],
    'turned, and without what is at its top then': [cropped(turned(stored, 90), 0, 1, 0, 0), [[2, 5], [1, 4]]],
    'without its right column, and turned then': [turned(cropped(stored, 0, 0, 1, 0), 270), [[4, 1], [5, 2]]],
  }; // prettier-ignore
  for (const [kind, [view, rows]] of Object.entries(views)) {
    it(`shows a picture ${kind}`, () => {
      const { data, width, height } = shrinkPlanes({ ...grey, luma: plane([[1, 2, 3], [4, 5, 6]]), view }, 1); // prettier-ignore
      assert.deepEqual([...data].filter((_, index) => index % 3 === 0), rows.flat()); // prettier-ignore
      assert.deepEqual([width, height], [rows[0]?.length, rows.length]);
    });
  }

  it('begins with the squares at the corner where the picture begins as it is shown', () => {
    const luma = plane([[1, 2, 4], [1, 2, 4], [9, 9, 9]]); // prettier-ignore
    const view = mirrored(asStored(3, 3), 'leftAndRight');
    assert.deepEqual([...shrinkPlanes({ ...grey, luma, view }, 2).data], [3, 3, 3]);
  });

  it('takes colours of a cropped picture from where they are', () => {
    const luma = plane([[76, 76, 76, 29]]);
    const colour = { blue: plane([[85, 255]]), red: plane([[255, 107]]) };
    const view = cropped(asStored(4, 1), 1, 0, 0, 0);
    const { data } = shrinkPlanes({ luma, colour, matrix: 6, isFullRange: true, view }, 1);
    assert.deepEqual([...data.subarray(0, 3), ...data.subarray(6)], [254, 0, 0, 0, 0, 254]);
  });
});
