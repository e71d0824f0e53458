import type { Blockquote, Paragraph, PhrasingContent } from 'mdast';

/** A quote that begins with `[!kind]`, as Obsidian and GitHub write notes and warnings. */
export interface Callout {
  /** The family that decides its look. */
  readonly family: string;
  /** Empty when the writer gave none: then the kind is the title. */
  readonly title: readonly PhrasingContent[];
  readonly defaultTitle: string;
  readonly folding: 'none' | 'open' | 'closed';
  readonly children: Blockquote['children'];
}

const families: Readonly<Record<string, string>> = {
  abstract: 'note',
  summary: 'note',
  tldr: 'note',
  info: 'note',
  todo: 'note',
  hint: 'tip',
  important: 'important',
  check: 'success',
  done: 'success',
  help: 'question',
  faq: 'question',
  caution: 'danger',
  attention: 'warning',
  failure: 'danger',
  fail: 'danger',
  missing: 'danger',
  error: 'danger',
  bug: 'danger',
  cite: 'quote',
};
const own = ['note', 'tip', 'success', 'question', 'warning', 'danger', 'example', 'quote'];
const opening = /^\[!([A-Za-z][\w-]{0,30})\]([+-]?)[ \t]*/;

/** The callout a quote is; null for an ordinary quote. */
export function readCallout(quote: Blockquote): Callout | null {
  const [first, ...rest] = quote.children;
  if (first?.type !== 'paragraph') return null;
  const [text, ...inlines] = first.children;
  if (text?.type !== 'text') return null;
  const marker = opening.exec(text.value);
  if (marker === null) return null;
  const kind = (marker[1] ?? '').toLowerCase();
  const after = { ...text, value: text.value.slice(marker[0].length) };
  const { title, body } = splitAtLineEnd([after, ...inlines]);
  const paragraph: Paragraph[] = body.length === 0 ? [] : [{ type: 'paragraph', children: body }];
  return {
    family: families[kind] ?? (own.includes(kind) ? kind : 'note'),
    title,
    defaultTitle: kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll(/[-_]/g, ' '),
    folding: marker[2] === '+' ? 'open' : marker[2] === '-' ? 'closed' : 'none',
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
    const newline = node.type === 'text' ? node.value.indexOf('\n') : -1;
    if (node.type === 'text' && newline !== -1) {
      const before = { ...node, value: node.value.slice(0, newline) };
      const after = { ...node, value: node.value.slice(newline + 1) };
      return {
        title: before.value === '' ? title : [...title, before],
        body: after.value === '' ? rest : [after, ...rest],
      };
    }
    if (node.type !== 'text' || node.value !== '') title.push(node);
  }
  return { title, body: [] };
}
