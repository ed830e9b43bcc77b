import { formatValue } from '../src/core/receipt/receiptFields.ts';
import type { FieldKind, FieldPath, Slot } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { ConfidenceMark } from './confidenceMark.ts';
import type { FieldState } from './confidenceMark.ts';
import type { Draft, Refused } from './draft.ts';
import { element, setAttributes } from './element.ts';
import { fieldLabel } from '../src/shared/fieldLabel.ts';

/** What a field editor asks for. */
export interface FieldActions {
  correct(path: FieldPath, text: string): void;
  /** What was read is right. */
  confirm(path: FieldPath): void;
  reset(path: FieldPath): void;
}

/** A field in both of its shapes, and what its amount is in. */
export interface ShownField {
  readonly slot: Slot;
  readonly asRead: Slot;
  readonly currency: string | undefined;
  /** Of the whole receipt, by a person. */
  readonly accepted: boolean;
}

/** One value that can be corrected in place: Enter or leaving takes it, Escape takes it back. */
export class FieldEditor {
  readonly path: FieldPath;
  readonly kind: FieldKind;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  readonly confidence: ConfidenceMark;
  /** Holds the button that there is: to say that a doubtful value is right, or to take back what a person said. */
  readonly buttons: HTMLElement;
  /** What else is to be said of the value: how sure, from where, corrected, refused. Read with the input. */
  readonly description: HTMLElement;
  readonly refusal: HTMLElement;
  readonly #labels: Labels;
  readonly #confirm = element('button', { class: 'quiet', type: 'button' }, '✓');
  readonly #reset = element('button', { class: 'quiet', type: 'button' }, '↺');
  /** The value as it is. */
  #shown = '';
  /** What was handed over last, unless it was refused or taken back. */
  #sent: string | undefined;

  constructor(field: ShownField, labels: Labels, actions: FieldActions) {
    const { path, kind } = field.slot;
    this.path = path;
    this.kind = kind;
    this.#labels = labels;
    const id = `field.${path}`;
    const describedBy = `${id}.refusal ${id}.description`;
    const attributes = {
      id,
      'aria-describedby': describedBy,
      spellcheck: 'false',
      placeholder: path.includes('.') ? '–' : labels.notFound,
    };
    const isLong = path === 'address' || path === 'merchant' || path.endsWith('.description');
    this.input = isLong
      ? element('textarea', { ...attributes, rows: 1 })
      : element('input', {
          ...attributes,
          type: 'text',
          inputmode: kind === 'amount' || kind === 'price' ? 'decimal' : undefined,
        });
    this.confidence = new ConfidenceMark(labels);
    this.buttons = element('span', { class: 'buttons' }, this.#confirm, this.#reset);
    this.description = element('span', { id: `${id}.description`, hidden: true });
    this.refusal = element('p', { id: `${id}.refusal`, class: 'refusal', role: 'alert' });
    this.#listen(actions);
    this.update(field);
  }

  /** Shows the value as it now is; what a person is typing, or what was refused, stays. */
  update(field: ShownField): void {
    const { slot, asRead, currency } = field;
    const isDraft = this.#isDraft;
    this.#shown = slot.field === undefined ? '' : formatValue(slot.kind, slot.field.value, currency);
    if (!isDraft) this.#showValue();
    const state = stateOf(field);
    this.input.classList.toggle('corrected', state === 'corrected');
    this.confidence.update(slot.field?.confidence, state);
    const readText = asRead.field === undefined ? '' : formatValue(asRead.kind, asRead.field.value, currency);
    this.#describe(slot, readText, state);
    this.#offer(readText, state);
  }

  /** Says why what was handed over was not taken; it can be mended where it was typed. */
  refuse({ text, message }: Refused): void {
    // Else something else was handed over meanwhile, or it was taken back.
    if (this.#sent !== text) return;
    if (this.input.value === this.#shown) this.input.value = text;
    this.#sent = undefined;
    this.#sayRefusal(message);
    this.refusal.scrollIntoView({ block: 'nearest' });
  }

  /** Hands out what a person is at, and shows the value instead; undefined where nobody is at it. */
  takeDraft(): Draft | undefined {
    const { value: text, selectionStart, selectionEnd, selectionDirection } = this.input;
    const isTyped = this.#isDraft;
    const isFocused = document.activeElement === this.input;
    if (!isTyped && !isFocused && this.#sent === undefined) return undefined;
    const draft = {
      ...(isTyped && { text }),
      ...(isFocused && { selection: { selectionStart, selectionEnd, selectionDirection } }),
      sent: this.#sent,
      refusal: this.refusal.textContent,
    };
    this.#showValue();
    return draft;
  }

  /** Goes on with a draft, without scrolling, and takes the focus back where nothing else has it. */
  resume({ text = this.#shown, sent, refusal, selection }: Draft): void {
    this.input.value = text;
    this.#sent = sent;
    this.#sayRefusal(refusal);
    if (selection === undefined || !document.hasFocus() || document.activeElement !== document.body) return;
    this.input.focus({ preventScroll: true });
    const { selectionStart, selectionEnd, selectionDirection } = selection;
    this.input.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined);
  }

  /** Whether something was typed that was not handed over, or not taken. */
  get #isDraft(): boolean {
    return this.input.value !== this.#shown && this.input.value !== this.#sent;
  }

  #showValue(): void {
    this.input.value = this.#shown;
    this.#sayRefusal('');
  }

  /** What was handed over is not to come back when it is refused. */
  #takeBack(): void {
    this.#sent = undefined;
    this.#showValue();
  }

  #sayRefusal(message: string): void {
    this.refusal.textContent = message;
    setAttributes(this.input, { 'aria-invalid': message === '' ? undefined : 'true' });
  }

  #describe({ field }: Slot, readText: string, state: FieldState): void {
    const said: string[] = [];
    if (state === 'corrected') {
      said.push(this.#labels.corrected);
      said.push(readText === '' ? this.#labels.wasNotRead : fill(this.#labels.wasRead, { value: readText }));
    } else if (field !== undefined) {
      said.push(state === 'confirmed' ? this.#labels.acceptedField : this.confidence.spoken);
      const evidence = field.evidence.map(({ text }) => text).join(' ');
      if (evidence !== '') said.push(fill(this.#labels.readFrom, { text: evidence }));
    }
    this.description.textContent = said.join(', ');
  }

  #offer(readText: string, state: FieldState): void {
    const values = { field: fieldLabel(this.path, this.#labels), value: readText };
    const reset = fill(readText === '' ? this.#labels.resetEmpty : this.#labels.reset, values);
    const confirm = fill(this.#labels.acceptField, values);
    setAttributes(this.#reset, { 'aria-label': reset, title: reset });
    setAttributes(this.#confirm, { 'aria-label': confirm, title: confirm });
    const focused = [this.#reset, this.#confirm].find((button) => button === document.activeElement);
    this.#reset.hidden = state !== 'confirmed' && state !== 'corrected';
    this.#confirm.hidden = !this.confidence.isLow;
    // Focus would be lost with the button that has it.
    if (focused?.hidden) this.input.focus();
  }

  #listen(actions: FieldActions): void {
    const commit = () => {
      if (this.input.value === this.#shown) return;
      this.#sent = this.input.value;
      actions.correct(this.path, this.input.value);
    };
    this.input.addEventListener('blur', commit);
    this.input.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.isComposing) return;
      if (event.key === 'Enter') {
        event.preventDefault();
        commit();
      } else if (event.key === 'Escape' && this.input.value !== this.#shown) {
        event.stopPropagation();
        this.#takeBack();
      }
    });
    this.#confirm.addEventListener('click', () => {
      // Beside a value that was just typed it is that one that is right.
      if (this.input.value === this.#shown) actions.confirm(this.path);
      else commit();
    });
    this.#reset.addEventListener('click', () => {
      this.#takeBack();
      actions.reset(this.path);
    });
  }
}

function stateOf({ slot: { field }, asRead, accepted }: ShownField): FieldState {
  if (field === undefined) return asRead.field === undefined ? 'read' : 'corrected';
  if (field.corrected) return field.value === asRead.field?.value ? 'confirmed' : 'corrected';
  return accepted ? 'accepted' : 'read';
}
