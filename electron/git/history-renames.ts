import { splitFrontmatter } from '../../shared/wiki/frontmatter.ts';
import { isPagePath } from '../../shared/wiki/page-path.ts';
import { similarityOf } from '../../shared/merge/words.ts';
import type { Breathe } from './history-breathe.ts';
import type { LeafChanges } from './history-diff.ts';
import type { ObjectStore } from './object-store.ts';
import { asBuffer, blobOid, oidAt } from './oid.ts';

const leastSimilarity = 0.6;
// What a commit may cost: past this, a reorganised wiki is followed by equal text and equal names only.
const maxComparisons = 1_000;
const maxPageBytes = 256 * 1024;
const maxTotalBytes = 2 * 1024 * 1024;
const emptyBlob = Buffer.from(blobOid(new Uint8Array(0)), 'hex').toString('latin1');

/**
 * Where the pages that a commit made came from: a path gone in the same commit with the same bytes,
 * else with much the same words. Frontmatter does not count, as a rename adds an alias there.
 *
 * The same for the same two trees on every machine: all pairs are compared, the most alike taken first.
 *
 * @param isWanted which new paths to look at
 * @returns by new path, the path before
 */
export async function findSources(
  objects: ObjectStore,
  changes: LeafChanges,
  isWanted: (path: string) => boolean,
  breathe: Breathe,
): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const made: number[] = [];
  const gone: number[] = [];
  for (let change = 0; change < changes.paths.length; change += 1) {
    if (changes.before(change) === null) {
      if (isWanted(pathOf(changes, change))) made.push(change);
    } else if (changes.after(change) === null) gone.push(change);
  }
  if (made.length === 0 || gone.length === 0) return sources;
  const taken = takeEqual(changes, made, gone, sources);
  const isOpen = (change: number) => isPagePath(pathOf(changes, change));
  const openMade = made.filter((change) => !sources.has(pathOf(changes, change)) && isOpen(change));
  const openGone = gone.filter((change) => !taken.has(change) && isOpen(change));
  const bags = new WordBags(objects, changes);
  const pairs = candidatePairs(changes, openMade, openGone);
  const alike: { readonly from: number; readonly to: number; readonly likeness: number }[] = [];
  for (const [to, from] of pairs) {
    await breathe();
    const [before, after] = [await bags.of(from), await bags.of(to)];
    if (before === null || after === null) continue;
    const [fewer, more] = [before.total, after.total].sort((a, b) => a - b);
    if (fewer === undefined || more === undefined || fewer * 2 < leastSimilarity * (fewer + more)) {
      continue;
    }
    const likeness = similarityOf(before.counts, after.counts);
    if (likeness >= leastSimilarity) alike.push({ from, to, likeness });
  }
  const isMoved = ({ from, to }: { readonly from: number; readonly to: number }) =>
    baseName(pathOf(changes, from)) === baseName(pathOf(changes, to)) ? 0 : 1;
  alike.sort(
    (a, b) => b.likeness - a.likeness || isMoved(a) - isMoved(b) || a.from - b.from || a.to - b.to,
  );
  for (const { from, to } of alike) {
    if (sources.has(pathOf(changes, to)) || taken.has(from)) continue;
    sources.set(pathOf(changes, to), pathOf(changes, from));
    taken.add(from);
  }
  return sources;
}

/** Pairs the same bytes; of several pages with them the one of the same name: a move to a folder. */
function takeEqual(
  changes: LeafChanges,
  made: readonly number[],
  gone: readonly number[],
  sources: Map<string, string>,
): Set<number> {
  const byBlob = new Map<string, number[]>();
  const byBlobAndName = new Map<string, number[]>();
  const nameOf = (change: number) => baseName(pathOf(changes, change));
  for (const change of [...gone].reverse()) {
    const blob = changes.before(change)?.toString('latin1') ?? '';
    pushTo(byBlob, blob, change);
    pushTo(byBlobAndName, `${blob}${nameOf(change)}`, change);
  }
  const taken = new Set<number>();
  const take = (to: number, group: number[] | undefined) => {
    if (sources.has(pathOf(changes, to))) return;
    for (let from = group?.pop(); from !== undefined; from = group?.pop()) {
      if (taken.has(from)) continue;
      sources.set(pathOf(changes, to), pathOf(changes, from));
      taken.add(from);
      return;
    }
  };
  const blobOf = (change: number) => changes.after(change)?.toString('latin1') ?? '';
  for (const to of made) take(to, byBlobAndName.get(`${blobOf(to)}${nameOf(to)}`));
  for (const to of made) {
    // Two pages without a word are not the same page.
    if (blobOf(to) !== emptyBlob) take(to, byBlob.get(blobOf(to)));
  }
  return taken;
}

function pushTo(groups: Map<string, number[]>, key: string, change: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [change]);
  else group.push(change);
}

/** All pairs while they are few; else only those of the same file name. */
function candidatePairs(
  changes: LeafChanges,
  made: readonly number[],
  gone: readonly number[],
): (readonly [number, number])[] {
  if (made.length * gone.length <= maxComparisons) {
    return made.flatMap((to) => gone.map((from) => [to, from] as const));
  }
  const byName = new Map<string, number>();
  for (const from of gone) {
    const name = baseName(pathOf(changes, from));
    // A name that two pages had (index, notes) says nothing about where one of them went.
    byName.set(name, byName.has(name) ? -1 : from);
  }
  const pairs = made.flatMap((to) => {
    const from = byName.get(baseName(pathOf(changes, to))) ?? -1;
    return from === -1 ? [] : [[to, from] as const];
  });
  return pairs.slice(0, maxComparisons);
}

interface WordBag {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Coarser than the words of a merge, and ten times as quick: a building reads thousands of pages. */
function bagOf(text: string): WordBag {
  const counts = new Map<string, number>();
  const words = text.split(/[\s.,;:!?、。，；：！？]+/);
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, total: words.length };
}

/** The words of pages as they were or became, read once each, up to a total. */
class WordBags {
  readonly #objects: ObjectStore;
  readonly #changes: LeafChanges;
  readonly #bags = new Map<number, WordBag | null>();
  #leftBytes = maxTotalBytes;

  constructor(objects: ObjectStore, changes: LeafChanges) {
    this.#objects = objects;
    this.#changes = changes;
  }

  async of(change: number): Promise<WordBag | null> {
    const known = this.#bags.get(change);
    if (known !== undefined) return known;
    const bag = await this.#read(change);
    this.#bags.set(change, bag);
    return bag;
  }

  async #read(change: number): Promise<WordBag | null> {
    const oid = this.#changes.after(change) ?? this.#changes.before(change);
    if (oid === null || this.#leftBytes <= 0) return null;
    const found = await this.#objects.find(oidAt(oid, 0));
    if (found?.type !== 'blob' || found.body.length > maxPageBytes) return null;
    this.#leftBytes -= found.body.length;
    return bagOf(splitFrontmatter(asBuffer(found.body).toString('utf8')).body);
  }
}

function pathOf(changes: LeafChanges, change: number): string {
  return changes.paths[change] ?? '';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
