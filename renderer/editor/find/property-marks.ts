import type { PropertyText } from '../properties/property-texts.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

const copied = [
  ...['font', 'letter-spacing', 'word-spacing', 'line-height', 'text-align', 'direction'],
  ...['padding', 'border-width', 'box-sizing'],
];

/** Where a text of the properties stands on the screen; null: it is not drawn. */
export function elementOf(form: Element | null, { key, part }: PropertyText): HTMLElement | null {
  const row = key === null ? form : form?.querySelector(`[data-property="${CSS.escape(key)}"]`);
  return row?.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`) ?? null;
}

/**
 * A stretch of a text of the properties. A field's own words can't be marked, so its words stand once
 * more over it, in the form's layer for marks: only what is marked of them is seen.
 */
export function rangeOfProperty(
  form: Element | null,
  text: PropertyText,
  from: number,
  to: number,
): Range | null {
  const element = elementOf(form, text);
  const words = isField(element) ? wordsOver(form, element, text) : element?.firstChild;
  if (!(words instanceof Text) || words.length < to) return null;
  const range = document.createRange();
  range.setStart(words, from);
  range.setEnd(words, to);
  return range;
}

/** Takes away what stands over the fields. */
export function clearOver(form: Element | null): void {
  form?.querySelector('.cp-properties-marks')?.replaceChildren();
}

/** Scrolls a field to a stretch of its words. */
export function revealInField(range: Range): void {
  const over = range.startContainer.parentElement;
  const field = over === null ? undefined : fieldUnder.get(over);
  if (over === null || field === undefined) return;
  const [box, sight] = [range.getBoundingClientRect(), over.getBoundingClientRect()];
  if (box.left < sight.left || box.right > sight.right) {
    field.scrollLeft += (box.left + box.right - sight.left - sight.right) / 2;
  }
  if (box.top < sight.top || box.bottom > sight.bottom) {
    field.scrollTop += (box.top + box.bottom - sight.top - sight.bottom) / 2;
  }
  follow(over, field);
}

export function isField(element: Element | null): element is Field {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

const fieldUnder = new WeakMap<Element, Field>();
const overField = new WeakMap<Field, HTMLElement>();

function wordsOver(form: Element | null, field: Field, { text }: PropertyText): ChildNode | null {
  const known = overField.get(field);
  if (known?.isConnected === true) return known.firstChild;
  const layer = form?.querySelector('.cp-properties-marks');
  if (layer === null || layer === undefined || field.value !== text) return null;
  const over = document.createElement('div');
  // A field for dates shows them in another way than they are written.
  over.className = `cp-properties-over${field.type === 'date' ? ' cp-properties-over-whole' : ''}`;
  over.dataset['isLine'] = String(field instanceof HTMLInputElement);
  const style = getComputedStyle(field);
  for (const name of copied) over.style.setProperty(name, style.getPropertyValue(name));
  const [box, origin] = [field.getBoundingClientRect(), layer.getBoundingClientRect()];
  over.style.left = `${box.left - origin.left}px`;
  over.style.top = `${box.top - origin.top}px`;
  over.style.width = `${box.width}px`;
  over.style.height = `${box.height}px`;
  over.textContent = text;
  layer.append(over);
  fieldUnder.set(over, field);
  overField.set(field, over);
  follow(over, field);
  field.addEventListener('scroll', () => follow(over, field));
  // What is typed is searched anew a little later.
  field.addEventListener('input', () => over.remove(), { once: true });
  return over.firstChild;
}

function follow(over: HTMLElement, field: Field): void {
  over.scrollLeft = field.scrollLeft;
  over.scrollTop = field.scrollTop;
}
