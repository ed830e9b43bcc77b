import type { Country } from './countries.ts';
import type { Random } from './random.ts';
import type { Language } from './words.ts';

/** How one receipt writes its figures: a choice out of what its country's do. */
export interface Writing {
  readonly country: Country;
  readonly language: Language;
  /** Thousands are parted. */
  readonly parted: boolean;
  /** `#` is the amount. */
  readonly markOfTotal: string;
  readonly markOfOthers: string;
  readonly dateForm: string;
  readonly seconds: boolean;
  readonly rateForm: '#%' | '# %' | '#.00%';
  /** Letters without their diacritics, as older printers have them. */
  readonly plain: boolean;
  readonly capitals: boolean;
}

const months: Readonly<Partial<Record<Language, string>>> = {
  en: 'January,February,March,April,May,June,July,August,September,October,November,December',
  ms: 'Januari,Februari,Mac,April,Mei,Jun,Julai,Ogos,September,Oktober,November,Disember',
  id: 'Januari,Februari,Maret,April,Mei,Juni,Juli,Agustus,September,Oktober,November,Desember',
  de: 'Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember',
  fr: 'janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre',
  nl: 'januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december',
  sv: 'januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december',
};

export function writingOf(random: Random, country: Country): Writing {
  const [mark = '#'] = random.some(country.marks, 1);
  return {
    country,
    language: random.pick(country.languages),
    parted: country.decimals === 0 || random.chance(0.8),
    markOfTotal: mark,
    markOfOthers: random.chance(0.45) ? mark : '#',
    dateForm: random.pick(country.dates),
    seconds: random.chance(0.3),
    rateForm: random.pick(['#%', '#%', '# %', '#.00%']),
    plain: random.chance(0.15),
    capitals: random.chance(0.3),
  };
}

/** `1.234,50` of 123450 in the smallest unit. */
export function number(writing: Writing, smallest: number): string {
  const { decimals, point, thousands } = writing.country;
  const [whole = '', part] = (Math.abs(smallest) / 10 ** decimals).toFixed(decimals).split('.');
  const parted = writing.parted ? whole.replace(/\B(?=(\d{3})+$)/g, thousands) : whole;
  return `${smallest < 0 ? '-' : ''}${parted}${part === undefined ? '' : point + part}`;
}

/** A total's amount has a mark more often than others. */
export function amount(writing: Writing, smallest: number, of: 'total' | 'other' = 'other'): string {
  const mark = of === 'total' ? writing.markOfTotal : writing.markOfOthers;
  const text = mark.replace('#', number(writing, Math.abs(smallest)));
  return smallest < 0 ? `-${text}` : text;
}

/** A number that is no amount, with as many decimals as it needs at least: a weight, a price of a litre. */
export function decimal(writing: Writing, value: number, decimals: number): string {
  return value.toFixed(decimals).replace('.', writing.country.point);
}

/** `8,25%`. */
export function percent(writing: Writing, rate: number): string {
  const text = writing.rateForm === '#.00%' && !/\.\d{3}/.test(String(rate)) ? rate.toFixed(2) : String(rate);
  return `${text.replace('.', writing.country.point)}${writing.rateForm === '# %' ? ' %' : '%'}`;
}

/** The date in the receipt's form. */
export function day(writing: Writing, date: Date, form = writing.dateForm): string {
  const [d, m, y] = [date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear()];
  const name = (months[writing.language] ?? months.en ?? '').split(',')[m] ?? '';
  return form.replace(/YYYY|YY|MMMM|MMM|MM|M|DD|D/g, (part) => {
    switch (part) {
      case 'YYYY':
        return String(y);
      case 'YY':
        return String(y % 100).padStart(2, '0');
      case 'MMMM':
        return name;
      case 'MMM':
        // In French, June and July begin alike.
        return name.slice(0, writing.language === 'fr' ? 4 : 3);
      case 'MM':
      case 'M':
        return String(m + 1).padStart(part.length, '0');
      default:
        return String(d).padStart(part.length, '0');
    }
  });
}

export function clock(writing: Writing, date: Date): string {
  const [h, m, s] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = `${two(m)}${writing.seconds ? `:${two(s)}` : ''}`;
  return writing.country.twelveHours ? `${h % 12 || 12}:${rest} ${h < 12 ? 'AM' : 'PM'}` : `${two(h)}:${rest}`;
}
