import { isReceipt } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Entry, FromPanel, Picture } from '../src/shared/protocol.ts';
import { withRefused } from './draft.ts';
import type { Drafts, Refused } from './draft.ts';
import { element } from './element.ts';
import { fileName, nameParts } from './fileName.ts';
import { PictureView } from './pictureView.ts';
import { Pointing, watchPointing } from './pointing.ts';
import { ReadingView } from './readingView.ts';
import type { Form } from './readingView.ts';
import { readEntry } from './readEntry.ts';
import type { ReadEntry } from './readEntry.ts';

/** What an entry view tells. */
export interface EntryEvents {
  readonly send: (message: FromPanel) => void;
  /** A person wants to see this form of all pictures. */
  readonly choose: (form: Form) => void;
}

/** What a person is at in a picture. */
export interface Work {
  readonly drafts: Drafts;
  /** In pixels, of what was read. */
  readonly scrollTop: number;
}

/** The work in a picture that is not shown, of which something was refused. */
export function refusedWork(work: Work, refused: Refused): Work {
  return { ...work, drafts: withRefused(work.drafts, refused) };
}

/** One picture of the panel: what it shows beside what was read from it, or why nothing was. */
export class EntryView {
  readonly element = element('div', { class: 'entry' });
  readonly id: string;
  #entry: Entry;
  #picture: PictureView | undefined;
  #details: HTMLElement | undefined;
  #reading: ReadingView | undefined;

  /** @param form What is shown of it, where a person has chosen. */
  constructor(entry: Entry, labels: Labels, form: Form | undefined, events: EntryEvents) {
    this.id = entry.id;
    this.#entry = entry;
    const read = readEntry(entry);
    if (read === undefined) this.#showSentence(entry, labels);
    else this.#showReading(read, labels, form, events);
  }

  showPicture(picture: Picture): void {
    this.#picture?.show(picture);
  }

  /** Shows what a person has changed. */
  update(changed: Pick<Entry, 'corrections' | 'accepted'>): void {
    this.#entry = { ...this.#entry, ...changed };
    const read = readEntry(this.#entry);
    if (read !== undefined) this.#reading?.update(read);
  }

  refuse(refused: Refused): void {
    this.#reading?.refuse(refused);
  }

  /** Hands out what a person is at; the fields then show their values. */
  takeWork(): Work {
    return { drafts: this.#reading?.takeDrafts() ?? [], scrollTop: this.#details?.scrollTop ?? 0 };
  }

  /** Goes on with what a person was at in an earlier view of the picture. */
  resume({ drafts, scrollTop }: Work): void {
    this.#details?.scrollTo({ top: scrollTop, behavior: 'instant' });
    this.#reading?.resume(drafts);
  }

  dispose(): void {
    this.#picture?.dispose();
  }

  #showReading(read: ReadEntry, labels: Labels, form: Form | undefined, events: EntryEvents): void {
    const pointing = new Pointing();
    const showsReceipt = isReceipt(read.receipt);
    const shown = form === 'receipt' && !showsReceipt ? undefined : form;
    const reading = new ReadingView(read, labels, shown ?? (showsReceipt ? 'receipt' : 'text'), pointing, events);
    this.#reading = reading;
    const picture = new PictureView(read, labels, pointing, (target) => reading.edit(target));
    this.#picture = picture;
    const details = element(
      'section',
      { class: 'details', 'aria-label': labels.details },
      heading(read.file, labels),
      element('p', { class: 'meta' }, readBy(read, labels)),
      ...(read.page.notes ?? []).map((note) => element('p', { class: 'notice' }, note)),
      ...(showsReceipt ? [] : [element('p', { class: 'notice' }, labels.noReceipt)]),
      reading.element,
    );
    this.#details = details;
    watchPointing(details, pointing, 'details');
    this.element.append(picture.element, details);
  }

  #showSentence({ reading }: Entry, labels: Labels): void {
    const sentence = 'problem' in reading ? reading.problem.message : fill(labels.wasCancelled, { file: reading.file });
    this.element.classList.add('sentence-only');
    this.element.append(
      element(
        'section',
        { class: 'details', 'aria-label': labels.details },
        heading(reading.file, labels),
        element('p', { class: `sentence ${reading.status}` }, element('b', {}, labels[reading.status]), sentence),
      ),
    );
  }
}

/** The engine, and how long the page took to come. */
function readBy({ engine, durationMs, page }: ReadEntry, labels: Labels): string {
  if (page.remembered) return fill(labels.byRemembered, { engine });
  return fill(labels.by, { engine, seconds: (durationMs / 1000).toFixed(1) });
}

function heading(file: string, labels: Labels): HTMLElement {
  return element('h1', { title: file, class: 'name', 'aria-label': fileName(file) }, ...nameParts(file, labels));
}
