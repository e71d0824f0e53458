import type { Construct, Extension, TokenizeContext } from 'micromark-util-types';

/** What is defined elsewhere in the text that a piece was cut out of: identifiers, as the parser has them. */
export interface KnownLabels {
  readonly links: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
}

/** As the parser does. */
const normalizeIdentifier = (label: string): string =>
  label
    .replace(/[\t\n\r ]+/g, ' ')
    .replace(/^ | $/g, '')
    .toLowerCase()
    .toUpperCase();

const line = /^\[(\^?)((?:[^\]\\]|\\[^])*)\]:/gm;
const lastKnown = new Map<string, KnownLabels>();
const maxKnown = 8;

/** The labels of definitions that stand one a line. */
export function labelsOf(definitions: string): KnownLabels {
  const before = lastKnown.get(definitions);
  if (before !== undefined) return before;
  const links = new Set<string>();
  const notes = new Set<string>();
  for (const [, sign, label = ''] of definitions.matchAll(line)) {
    (sign === '^' ? notes : links).add(normalizeIdentifier(label));
  }
  if (lastKnown.size >= maxKnown) lastKnown.clear();
  const labels = { links, notes };
  lastKnown.set(definitions, labels);
  return labels;
}

const bracketed = /\[((?:[^[\]\\]|\\[^])*)\]/y;

/**
 * Those that the parse of a text can depend on: a label holds no bracket, so each stands between two that
 * follow each other. All of them where one may go over lines, as a quote puts its sign before each.
 */
export function labelsIn(text: string, labels: KnownLabels): KnownLabels {
  if (labels.links.size + labels.notes.size === 0) return labels;
  const links = new Set<string>();
  const notes = new Set<string>();
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    bracketed.lastIndex = at;
    const label = bracketed.exec(text)?.[1];
    if (label === undefined) continue;
    if (/[\r\n]/.test(label)) return labels;
    const identifier = normalizeIdentifier(label);
    if (labels.links.has(identifier)) links.add(identifier);
    if (labels.notes.has(identifier.slice(1))) notes.add(identifier.slice(1));
  }
  return { links, notes };
}

/** Has the parser take labels for defined. They are looked up only when all blocks are found. */
export function knownLabelsSyntax({ links, notes }: KnownLabels): Extension {
  let isTold = false;
  const tell: Construct = {
    tokenize(this: TokenizeContext, _, __, nok) {
      if (!isTold) {
        this.parser.defined.push(...links);
        (this.parser.gfmFootnotes ??= []).push(...notes);
        isTold = true;
      }
      return nok;
    },
  };
  return { flowInitial: { null: tell } };
}
