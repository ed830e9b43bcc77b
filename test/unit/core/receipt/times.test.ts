import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function date(text: string): string | undefined {
  return parseReceipt(printed(text)).date?.value;
}

function time(text: string): string | undefined {
  return parseReceipt(printed(text)).time?.value;
}

describe('the time of a receipt', () => {
  for (const [text, expected] of [
    ['DATE: 04/03/2018 14:05', '14:05'],
    ['04/03/2018 2:05:09 PM', '14:05:09'],
    ['04/03/2018 12:05AM', '00:05'],
    ['04/03/2018 12:05PM', '12:05'],
    ['2017-12-28 22:17PM', '22:17'],
    ['25/12/20188:13PM', '20:13'],
    ['04/03/2018\nTIME : 09:05:10', '09:05:10'],
    ['04/03/2018\nHeure:09:05:10', '09:05:10'],
    ['04/03/2018 12h10', '12:10'],
    ['21.04.24-19:22/2.0.45/LTUS-112', '19:22'],
    ['04.03.2018 12.10 Uhr', '12:10'],
    ['Start: 2018-03-04T09:55:02\n04.03.18 09:56', '09:56'],
    ['04.03.2018\nParkdauer 3:37 h', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(time(text), expected));
  }

  it('is not the opening hours', () => {
    assert.equal(time('OPENING HOURS 10:00 - 22:00\nDATE 04/03/2018'), undefined);
  });

  it('is not when a show begins', () => {
    assert.equal(time('Show 03/02/2024 19:30\n12/01/2024 10:15'), '10:15');
    assert.equal(time('Show: HAMLET 03/02/2024 19:30\n12/01/2024'), undefined);
    assert.equal(time('Show time: 19:30\n12/01/2024'), undefined);
    assert.equal(time('Show 03/02/2024 19:30\n10:15'), '10:15');
    assert.equal(date('Show: HAMLET 03.02.2024 19:30\n12.01.2024 10:15'), '2024-01-12');
    assert.equal(date('Vorstellung 03.02.2024 19:30\n12.01.2024 10:15'), '2024-01-12');
  });

  for (const text of [
    'Performance 14/03/2025 20:15',
    'DOORS & WINDOWS SHOP 14/03/2025 20:15',
    'Event Supplies Inc. 14/03/2025 20:15',
    'Kulturhaus Event GmbH 14/03/2025 20:15',
  ])
    it(`is had from ${text} where no other one is`, () => {
      const read = parseReceipt(printed(text));
      assert.deepEqual([read.date?.value, read.time?.value], ['2025-03-14', '20:15']);
      assert.ok((read.date?.confidence ?? 0) > 0.7);
    });

  it('is not when a car came or went', () => {
    assert.equal(time('TIME IN: 1:13 PM\nTIME OUT: 2:39 PM\n04/03/2018 2:41 PM'), '14:41');
    assert.equal(time('Einfahrt 12.01.2024 09:14\nAusfahrt 12.01.2024 12:51\nParkdauer 3:37 h'), '12:51');
  });

  it('is sure beside the date or a label, less so alone on a row below', () => {
    const sure = (text: string) => parseReceipt(printed(text)).time?.confidence ?? NaN;
    assert.ok(sure('04/03/2018 14:05') > 0.9);
    assert.ok(sure('04/03/2018\nTIME: 14:05') > 0.9);
    assert.ok(sure('04/03/2018\n14:05') > 0.8 && sure('04/03/2018\n14:05') < 0.9);
    assert.ok(sure('04/03/2018\nTIME OUT: 14:05') < 0.8);
  });

  it('is not an amount', () => assert.equal(time('DATE 04/03/2018\nTOTAL   12.50'), undefined));
});
