import type { Blockquote, Paragraph, PhrasingContent } from 'mdast';

/** A quote that begins with `[!kind]`, as Obsidian and GitHub write notes and warnings. */
export interface Callout {
  /** The kind as written, with what follows a `|` in it. */
  readonly type: string;
  /** Empty when the writer gave none: then the kind is the title. */
  readonly title: readonly PhrasingContent[];
  readonly folding: Folding;
  readonly children: Blockquote['children'];
}
export type Folding = 'none' | 'open' | 'closed';

const families = new Map([
  ['abstract', 'note'],
  ['summary', 'note'],
  ['tldr', 'note'],
  ['info', 'note'],
  ['todo', 'note'],
  ['hint', 'tip'],
  ['important', 'important'],
  ['check', 'success'],
  ['done', 'success'],
  ['help', 'question'],
  ['faq', 'question'],
  ['caution', 'danger'],
  ['attention', 'warning'],
  ['failure', 'danger'],
  ['fail', 'danger'],
  ['missing', 'danger'],
  ['error', 'danger'],
  ['bug', 'danger'],
  ['cite', 'quote'],
]);
const own = ['note', 'tip', 'success', 'question', 'warning', 'danger', 'example', 'quote'];
const kind = String.raw`\p{L}[\p{L}\p{M}\p{N}_-]{0,30}(?:\|[\p{L}\p{N} _.,%#-]{0,60})?`;
const opening = new RegExp(String.raw`\[!(${kind})\]([+-]?)`, 'uy');
const wholeKind = new RegExp(`^${kind}$`, 'u');

/** Whether it can stand between `[!` and `]`. */
export function isCalloutType(type: string): boolean {
  return wholeKind.test(type);
}

const nameOf = (type: string): string => type.replace(/\|.*$/, '').toLowerCase();

/** What decides a kind's look. */
export function familyOfCallout(type: string): string {
  return familyOfKnown(type) ?? 'note';
}

/** The same of a kind that is one of those people know; else null. */
export function familyOfKnown(type: string): string | null {
  const name = nameOf(type);
  return families.get(name) ?? (own.includes(name) ? name : null);
}

/** What stands above a callout that has no title of its own. */
export function titleOfCallout(type: string): string {
  const name = nameOf(type);
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[-_]/g, ' ');
}

/**
 * The callout a quote is; null for an ordinary quote.
 *
 * @param text what was parsed: with a backslash in it the sign means nothing, which only the source shows
 */
export function readCallout(quote: Blockquote, text: string): Callout | null {
  const [first, ...rest] = quote.children;
  if (first?.type !== 'paragraph') return null;
  const [lead, ...inlines] = first.children;
  if (lead?.type !== 'text') return null;
  opening.lastIndex = lead.position?.start.offset ?? 0;
  const [marker = '', type = '', fold = ''] = opening.exec(text) ?? [];
  if (marker === '' || !lead.value.startsWith(marker)) return null;
  const after = { ...lead, value: lead.value.slice(marker.length).replace(/^[ \t]+/, '') };
  const { title, body } = splitAtLineEnd([after, ...inlines]);
  const paragraph: Paragraph[] = body.length === 0 ? [] : [{ type: 'paragraph', children: body }];
  return {
    type,
    title,
    folding: fold === '+' ? 'open' : fold === '-' ? 'closed' : 'none',
    children: [...paragraph, ...rest],
  };
}

// The title is what stands on the first line.
function splitAtLineEnd(nodes: PhrasingContent[]): {
  title: PhrasingContent[];
  body: PhrasingContent[];
} {
  const title: PhrasingContent[] = [];
  for (const [index, node] of nodes.entries()) {
    const rest = nodes.slice(index + 1);
    if (node.type === 'break') return { title, body: rest };
    const lineEnd = node.type === 'text' ? /\r\n|\r|\n/.exec(node.value) : null;
    if (node.type === 'text' && lineEnd !== null) {
      const before = { ...node, value: node.value.slice(0, lineEnd.index) };
      const after = { ...node, value: node.value.slice(lineEnd.index + lineEnd[0].length) };
      return {
        title: before.value === '' ? title : [...title, before],
        body: after.value === '' ? rest : [after, ...rest],
      };
    }
    if (node.type !== 'text' || node.value !== '') title.push(node);
  }
  return { title, body: [] };
}
