import { mark } from '../../../shared/markdown/model/blocks.ts';

const markOfTag: Readonly<Record<string, number>> = {
  B: mark.bold,
  STRONG: mark.bold,
  I: mark.italic,
  EM: mark.italic,
  CITE: mark.italic,
  DFN: mark.italic,
  VAR: mark.italic,
  S: mark.strike,
  DEL: mark.strike,
  STRIKE: mark.strike,
  CODE: mark.code,
  KBD: mark.code,
  SAMP: mark.code,
  TT: mark.code,
  MARK: mark.highlight,
};

/** The declarations of an element's own style. (The policy for styles may keep `element.style` empty.) */
export function styleOf(element: Element): ReadonlyMap<string, string> {
  const declarations = (element.getAttribute('style') ?? '').toLowerCase().split(';');
  return new Map(
    declarations.map((declaration) => {
      const colon = declaration.indexOf(':');
      return [declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()];
    }),
  );
}

/** The marks of what stands in an element; word processors write them as styles. */
export function marksIn(element: Element, around: number): number {
  let marks = around | (markOfTag[element.tagName] ?? 0);
  const style = styleOf(element);
  const weight = style.get('font-weight');
  if (weight !== undefined) marks = withMark(marks, mark.bold, isBold(weight));
  const slant = style.get('font-style');
  if (slant !== undefined) marks = withMark(marks, mark.italic, /italic|oblique/.test(slant));
  const line = style.get('text-decoration') ?? style.get('text-decoration-line') ?? '';
  return line.includes('line-through') ? marks | mark.strike : marks;
}

function withMark(marks: number, one: number, isSet: boolean): number {
  return isSet ? marks | one : marks & ~one;
}

function isBold(weight: string): boolean {
  return weight.startsWith('bold') || Number.parseInt(weight, 10) >= 600;
}

const dropped = new Set(
  (
    'SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT EMBED APPLET SVG HEAD TITLE META LINK BASE ' +
    'INPUT SELECT TEXTAREA BUTTON AUDIO VIDEO CANVAS MAP FRAME FRAMESET'
  ).split(' '),
);

/** Whether nobody saw it where it was copied, or a text can't hold it. */
export function isDropped(element: Element): boolean {
  if (dropped.has(element.tagName.toUpperCase()) || element.hasAttribute('hidden')) return true;
  const style = styleOf(element);
  return (
    style.get('display') === 'none' ||
    style.get('visibility') === 'hidden' ||
    style.get('mso-hide') === 'all' ||
    // Word's bullets, and the half of a formula that is there for the eye only.
    style.get('mso-list') === 'ignore' ||
    element.classList.contains('katex-html')
  );
}

/** An address that a link may have; null for what runs, points into the page or is this app's own. */
export function safeUrl(address: string | null, ownOrigin: string): string | null {
  // Browsers skip control characters when they look for the scheme.
  const url = (address ?? '')
    .trim()
    .replace(/\p{Cc}+/gu, '')
    .replaceAll(' ', '%20');
  if (!/^(?:https?:\/\/|mailto:)[^/]/i.test(url)) return null;
  return url === ownOrigin || url.startsWith(`${ownOrigin}/`) ? null : url;
}

/** Pictures of a pixel or two only tell somebody that a page was opened. */
export function isPixel(image: Element): boolean {
  const style = styleOf(image);
  return ['width', 'height'].some((side) => {
    const size = Number.parseFloat(image.getAttribute(side) ?? style.get(side) ?? '');
    return size <= 2;
  });
}
