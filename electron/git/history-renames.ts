import { splitFrontmatter } from '../../shared/wiki/frontmatter.ts';
import { isPagePath } from '../../shared/wiki/page-path.ts';
import type { Breathe } from './history-breathe.ts';
import type { LeafChanges } from './history-diff.ts';
import type { PathTable } from './history-paths.ts';
import type { ObjectStore } from './object-store.ts';
import { asBuffer, blobOid, oidAt } from './oid.ts';

const leastSimilarity = 0.6;
// What a commit may cost: past this, a reorganised wiki is followed by equal text and equal names only.
const maxComparisons = 1_000;
/** A wiki that is moved whole has 41,000 pages to look at: so many take some milliseconds. */
const stepsAtOnce = 1024;
const maxPageBytes = 256 * 1024;
const maxTotalBytes = 2 * 1024 * 1024;
const emptyBlob = Buffer.from(blobOid(new Uint8Array(0)), 'hex').toString('latin1');

/** A path that a commit made or took away. */
interface Candidate {
  /** Its place among the changes. */
  readonly change: number;
  readonly path: number;
  readonly text: string;
  /** The last part of the path. */
  readonly name: string;
  /** The bytes of its oid, as text. */
  readonly blob: string;
}

interface Likeness {
  readonly from: Candidate;
  readonly to: Candidate;
  readonly likeness: number;
}

const noSources: ReadonlyMap<number, number> = new Map();

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
  paths: PathTable,
  changes: LeafChanges,
  isWanted: (path: number) => boolean,
  breathe: Breathe,
): Promise<ReadonlyMap<number, number>> {
  if (changes.made.length === 0 || changes.gone.length === 0) return noSources;
  const wanted = changes.made.filter((change) => isWanted(changes.paths.at(change)));
  if (wanted.length === 0) return noSources;
  const [before, after] = [changes.before.bind(changes), changes.after.bind(changes)];
  const made = await candidates(paths, changes, wanted, after, breathe);
  const gone = await candidates(paths, changes, changes.gone, before, breathe);
  const sources = new Map<number, number>();
  const taken = await takeEqual(made, gone, sources, breathe);
  const openMade = made.filter(({ path, text }) => !sources.has(path) && isPagePath(text));
  const openGone = gone.filter(({ path, text }) => !taken.has(path) && isPagePath(text));
  const bags = new WordBags(objects);
  const alike: Likeness[] = [];
  for (const [to, from] of candidatePairs(openMade, openGone)) {
    await breathe();
    const before = bags.known(from) ?? (await bags.of(from));
    const after = bags.known(to) ?? (await bags.of(to));
    if (before === null || after === null) continue;
    const fewer = Math.min(before.total, after.total);
    if (fewer * 2 < leastSimilarity * (before.total + after.total)) continue;
    const likeness = likenessOf(before, after);
    if (likeness >= leastSimilarity) alike.push({ from, to, likeness });
  }
  const isMoved = ({ from, to }: Likeness) => (from.name === to.name ? 0 : 1);
  alike.sort(
    (a, b) =>
      b.likeness - a.likeness ||
      isMoved(a) - isMoved(b) ||
      a.from.change - b.from.change ||
      a.to.change - b.to.change,
  );
  for (const { from, to } of alike) {
    if (sources.has(to.path) || taken.has(from.path)) continue;
    sources.set(to.path, from.path);
    taken.add(from.path);
  }
  return sources;
}

async function candidates(
  paths: PathTable,
  changes: LeafChanges,
  wanted: readonly number[],
  blobOf: (change: number) => Buffer,
  breathe: Breathe,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const change of wanted) {
    const path = changes.paths.at(change);
    const text = paths.at(path);
    const name = text.slice(text.lastIndexOf('/') + 1);
    found.push({ change, path, text, name, blob: blobOf(change).toString('latin1') });
    if (found.length % stepsAtOnce === 0) await breathe();
  }
  return found;
}

/** Pairs the same bytes; of several pages with them the one of the same name: a move to a folder. */
async function takeEqual(
  made: readonly Candidate[],
  gone: readonly Candidate[],
  sources: Map<number, number>,
  breathe: Breathe,
): Promise<Set<number>> {
  let steps = 0;
  const step = (): Promise<void> | null => {
    steps += 1;
    return steps % stepsAtOnce === 0 ? breathe() : null;
  };
  const byBlob = new Map<string, Candidate[]>();
  const byBlobAndName = new Map<string, Candidate[]>();
  for (const from of [...gone].reverse()) {
    const pause = step();
    if (pause !== null) await pause;
    pushTo(byBlob, from.blob, from);
    pushTo(byBlobAndName, `${from.blob}${from.name}`, from);
  }
  const taken = new Set<number>();
  const take = (to: Candidate, group: Candidate[] | undefined) => {
    if (sources.has(to.path)) return;
    for (let from = group?.pop(); from !== undefined; from = group?.pop()) {
      if (taken.has(from.path)) continue;
      sources.set(to.path, from.path);
      taken.add(from.path);
      return;
    }
  };
  for (const to of made) {
    const pause = step();
    if (pause !== null) await pause;
    take(to, byBlobAndName.get(`${to.blob}${to.name}`));
  }
  for (const to of made) {
    const pause = step();
    if (pause !== null) await pause;
    // Two pages without a word are not the same page.
    if (to.blob !== emptyBlob) take(to, byBlob.get(to.blob));
  }
  return taken;
}

function pushTo(groups: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [candidate]);
  else group.push(candidate);
}

type Pair = readonly [to: Candidate, from: Candidate];

/** All pairs while they are few; else only those of the same file name. */
function candidatePairs(made: readonly Candidate[], gone: readonly Candidate[]): Pair[] {
  if (made.length * gone.length <= maxComparisons) {
    return made.flatMap((to) => gone.map((from): Pair => [to, from]));
  }
  const byName = new Map<string, Candidate | null>();
  for (const from of gone) {
    // A name that two pages had (index, notes) says nothing about where one of them went.
    byName.set(from.name, byName.has(from.name) ? null : from);
  }
  const pairs = made.flatMap((to): Pair[] => {
    const from = byName.get(to.name) ?? null;
    return from === null ? [] : [[to, from]];
  });
  return pairs.slice(0, maxComparisons);
}

/** How often each word is on a page. */
interface WordBag {
  /** By a word's hash: two words of one hash in a page change next to nothing. */
  readonly counts: ReadonlyMap<number, number>;
  readonly total: number;
}

const betweenWords = /[\s.,;:!?、。，；：！？]/;
const isBetweenAscii = Uint8Array.from({ length: 128 }, (_, code) =>
  betweenWords.test(String.fromCharCode(code)) ? 1 : 0,
);

function isBetween(code: number): boolean {
  if (code < 128) return isBetweenAscii[code] === 1;
  // No letter of a western script is looked at twice: all marks of these are beyond, but for one space.
  return (code > 0x1000 || code === 0xa0) && betweenWords.test(String.fromCharCode(code));
}

/** Coarser than the words of a merge, and far quicker: a building reads thousands of pages. */
function bagOf(text: string): WordBag {
  const counts = new Map<number, number>();
  let total = 0;
  const count = (hash: number) => {
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
    total += 1;
  };
  let hash = 0;
  let isInWord = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isBetween(code)) {
      hash = (Math.imul(hash ^ code, 0x01000193) + 1) & 0x3fffffff;
      isInWord = true;
    } else if (isInWord) {
      count(hash);
      hash = 0;
      isInWord = false;
    }
  }
  count(hash);
  return { counts, total };
}

/** Twice the shared words over all words, 0 to 1. */
function likenessOf(left: WordBag, right: WordBag): number {
  let shared = 0;
  for (const [word, count] of left.counts) shared += Math.min(count, right.counts.get(word) ?? 0);
  return (2 * shared) / (left.total + right.total);
}

/** The words of pages as they were or became, read once each, up to a total. */
class WordBags {
  readonly #objects: ObjectStore;
  readonly #bags = new Map<Candidate, WordBag | null>();
  #leftBytes = maxTotalBytes;

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  known(page: Candidate): WordBag | null | undefined {
    return this.#bags.get(page);
  }

  async of(page: Candidate): Promise<WordBag | null> {
    const known = this.#bags.get(page);
    if (known !== undefined) return known;
    const bag = await this.#read(page);
    this.#bags.set(page, bag);
    return bag;
  }

  async #read(page: Candidate): Promise<WordBag | null> {
    if (this.#leftBytes <= 0) return null;
    const found = await this.#objects.find(oidAt(Buffer.from(page.blob, 'latin1'), 0));
    if (found?.type !== 'blob' || found.body.length > maxPageBytes) return null;
    this.#leftBytes -= found.body.length;
    return bagOf(splitFrontmatter(asBuffer(found.body).toString('utf8')).body);
  }
}
