import type { PageEntry } from '../../shared/contract/values.ts';
import type { TreeRow } from './page-tree.ts';

const foldedNames = new WeakMap<PageEntry, string>();

/** Case and accents don't matter when looking for a title. */
function fold(text: string): string {
  // Most titles have no accents, and taking text apart costs ten times as much.
  // eslint-disable-next-line no-control-regex -- the range is ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function foldedName(entry: PageEntry): string {
  const known = foldedNames.get(entry);
  if (known !== undefined) return known;
  // The path counts too, so that a folder's name narrows the list.
  const folded = fold(`${entry.title}\n${entry.path}`);
  foldedNames.set(entry, folded);
  return folded;
}

/** The pages whose title or path has every word, those whose title begins with the words first. */
export function filterRows(entries: readonly PageEntry[], filter: string): readonly TreeRow[] {
  const wanted = fold(filter.trim());
  const words = wanted.split(/\s+/);
  const first: PageEntry[] = [];
  const rest: PageEntry[] = [];
  for (const entry of entries) {
    const name = foldedName(entry);
    if (words.every((word) => name.includes(word))) {
      (name.startsWith(wanted) ? first : rest).push(entry);
    }
  }
  const hits = [...first, ...rest];
  return hits.map((entry, index) => ({
    kind: 'page',
    entry,
    depth: 0,
    position: index + 1,
    siblings: hits.length,
  }));
}
