/** What a block that is kept as source is, for a writer. */
interface OpaqueKind {
  readonly name: string;
  /** How it is shown: as readers see it, as a quiet line, or as its source. */
  readonly look: 'preview' | 'note' | 'source';
  /** Said beside the name; null: nothing. */
  readonly hint: string | null;
}

const source = (name: string, hint: string | null = null): OpaqueKind => ({
  name,
  look: 'source',
  hint,
});

export function opaqueKind(text: string): OpaqueKind {
  const start = text.trimStart();
  if (/^(?:<!--(?:(?!-->)[\s\S])*-->|%%(?:(?!%%)[\s\S])*%%)\s*$/.test(start)) {
    return { name: 'Comment', look: 'note', hint: 'only for writers' };
  }
  if (/^\[\^/.test(start)) return source('Footnote');
  const directive = /^:{2,}\s*([\p{L}\p{N}_-]+)/u.exec(start)?.[1];
  if (directive !== undefined) return source(`Directive ${directive}`, 'for other programs');
  if (/^</.test(start)) return { name: 'HTML', look: 'preview', hint: null };
  if (/^>\s*\[!/.test(start)) return { name: 'Callout', look: 'preview', hint: null };
  if (/^\$\$/.test(start)) return source('Formula');
  if (/^[^\n]*\|[^\n]*\n[ \t]*[|:-][|:\- \t]*(\n|$)/.test(start)) return source('Table');
  return source('Markdown');
}

/** What a comment says. */
export function commentText(text: string): string {
  return text
    .trim()
    .replace(/^(?:<!--+|%%)/, '')
    .replace(/(?:-*-->|%%)$/, '')
    .trim();
}
