import type { PageEntry } from '../../shared/contract/values.ts';

const byPath = (a: { readonly path: string }, b: { readonly path: string }) =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/**
 * The list of pages after a change, in one pass, still sorted by path. Entries that did not change
 * stay the same objects, which is how the page tree knows what to leave alone.
 */
export function patchPages(
  pages: readonly PageEntry[],
  changed: readonly PageEntry[],
  removed: readonly string[],
): PageEntry[] {
  const gone = new Set<string>(removed);
  const fresh = [...new Map(changed.map((entry) => [entry.path, entry])).values()].sort(byPath);
  const result: PageEntry[] = [];
  let next = 0;
  for (const entry of pages) {
    let candidate = fresh[next];
    while (candidate !== undefined && candidate.path < entry.path) {
      if (!gone.has(candidate.path)) result.push(candidate);
      next += 1;
      candidate = fresh[next];
    }
    const isReplaced = candidate?.path === entry.path;
    if (isReplaced) next += 1;
    if (gone.has(entry.path)) continue;
    result.push(isReplaced && candidate?.title !== entry.title ? (candidate ?? entry) : entry);
  }
  for (const entry of fresh.slice(next)) if (!gone.has(entry.path)) result.push(entry);
  return result;
}
