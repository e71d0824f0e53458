import { compareBytes } from '../../../shared/merge/byte-order.ts';
import { similarityOf } from '../../../shared/merge/words.ts';
import { isPagePath } from '../../../shared/wiki/page-path.ts';
import { splitFrontmatter } from '../../../shared/wiki/frontmatter.ts';
import type { ObjectStore } from '../object-store.ts';
import { isFileMode, type TreeLeaf } from '../tree.ts';
import type { TreeChange } from '../tree-diff.ts';
import { readText } from './merge-file.ts';
import type { TextMerger } from './text-merger.ts';

const leastSimilarity = 0.6;
const maxComparisons = 2_000;

/**
 * Where the deleted files went on one side: to a new path with the same blob, else to the new page of
 * most alike text. Frontmatter does not count, as a rename adds an alias there.
 *
 * @param wanted the deleted paths to look for; others cost nothing
 */
export async function findRenames(
  objects: ObjectStore,
  texts: TextMerger,
  changes: readonly TreeChange[],
  wanted: readonly string[],
): Promise<Map<string, string>> {
  const renames = new Map<string, string>();
  if (wanted.length === 0) return renames;
  const gone = new Map<string, TreeLeaf>();
  const added = new Map<string, TreeLeaf>();
  for (const { path, before, after } of changes) {
    if (after === null && before !== null && isFileMode(before.mode)) gone.set(path, before);
    if (before === null && after !== null && isFileMode(after.mode)) added.set(path, after);
  }
  const take = (from: string, to: string) => {
    renames.set(from, to);
    added.delete(to);
  };
  for (const path of wanted) {
    const leaf = gone.get(path);
    const [exact] = [...added]
      .filter(([, other]) => other.oid === leaf?.oid)
      .map(([to]) => to)
      .sort((left, right) => compareNames(path, left, right));
    if (exact !== undefined) take(path, exact);
  }
  const left = wanted.filter((path) => !renames.has(path) && isPagePath(path) && gone.has(path));
  const candidates = [...added].filter(([path]) => isPagePath(path));
  if (left.length * candidates.length > maxComparisons) return renames;
  const bags = new Map<string, Map<string, number>>();
  const wordsOf = async (leaf: TreeLeaf) => {
    const known = bags.get(leaf.oid);
    if (known !== undefined) return known;
    const text = (await readText(objects, leaf.oid)) ?? '';
    const words = await texts.countWords(splitFrontmatter(text).body);
    bags.set(leaf.oid, words);
    return words;
  };
  for (const path of left) {
    const leaf = gone.get(path);
    if (leaf === undefined) continue;
    const words = await wordsOf(leaf);
    let best: { readonly to: string; readonly likeness: number } | null = null;
    for (const [to, other] of candidates) {
      if (!added.has(to)) continue;
      await texts.pause();
      const likeness = similarityOf(words, await wordsOf(other));
      const isCloser =
        best === null ||
        likeness > best.likeness ||
        (likeness === best.likeness && compareNames(path, to, best.to) < 0);
      if (likeness >= leastSimilarity && isCloser) best = { to, likeness };
    }
    if (best !== null) take(path, best.to);
  }
  return renames;
}

/** Among equal candidates: the same file name in another folder first, then by bytes. */
function compareNames(from: string, left: string, right: string): number {
  const name = from.slice(from.lastIndexOf('/') + 1);
  const isMoved = (path: string) => (path === name || path.endsWith(`/${name}`) ? 0 : 1);
  return isMoved(left) - isMoved(right) || compareBytes(left, right);
}
