import { rowName, type TreeRow } from './page-tree.ts';

/** What a key does in the tree. */
export type TreeStep =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'toggle'; readonly index: number }
  | { readonly kind: 'open'; readonly index: number };

const pageSize = 12;

function parentOf(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above >= 0; above -= 1) {
    if ((rows[above]?.depth ?? 0) < depth) return above;
  }
  return index;
}

/** What a key press asks for, as the tree pattern of ARIA has it; null for keys that mean nothing here. */
export function stepOfKey(rows: readonly TreeRow[], index: number, key: string): TreeStep | null {
  const row = rows[index];
  if (row === undefined) return null;
  const go = (target: number): TreeStep => ({
    kind: 'go',
    index: Math.max(0, Math.min(rows.length - 1, target)),
  });
  switch (key) {
    case 'ArrowDown':
      return go(index + 1);
    case 'ArrowUp':
      return go(index - 1);
    case 'PageDown':
      return go(index + pageSize);
    case 'PageUp':
      return go(index - pageSize);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row.kind !== 'folder') return null;
      return row.isOpen ? go(index + 1) : { kind: 'toggle', index };
    case 'ArrowLeft':
      return row.kind === 'folder' && row.isOpen
        ? { kind: 'toggle', index }
        : go(parentOf(rows, index));
    case 'Enter':
    case ' ':
      return row.kind === 'folder' ? { kind: 'toggle', index } : { kind: 'open', index };
    default:
      return null;
  }
}

/** The next row whose name begins with the typed letters; the row itself counts for more than one letter. */
export function rowOfTyping(rows: readonly TreeRow[], index: number, typed: string): number | null {
  const wanted = typed.toLocaleLowerCase();
  const from = typed.length === 1 ? 1 : 0;
  for (let offset = from; offset <= rows.length; offset += 1) {
    const candidate = (index + offset) % rows.length;
    const row = rows[candidate];
    if (row !== undefined && rowName(row).toLocaleLowerCase().startsWith(wanted)) return candidate;
  }
  return null;
}
