import type { Oid } from '../../../shared/contract/values.ts';
import type { OpenSection } from '../../../shared/merge/conflict-file.ts';
import { similarityOf } from '../../../shared/merge/words.ts';
import { isPagePath } from '../../../shared/wiki/page-path.ts';
import type { ObjectStore } from '../object-store.ts';
import { isFileMode, type TreeLeaf } from '../tree.ts';
import type { TextMerger, Writers } from './text-merger.ts';

// Merging words takes time with the size; of a page above this both versions are kept as files.
const maxMergedBytes = 1024 * 1024;
// Below this two pages of one name that nobody had before are two pages.
const leastSimilarity = 0.45;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a path holds in the three trees; null where it holds nothing. */
export interface Three<Value> {
  readonly base: Value;
  readonly ours: Value;
  readonly theirs: Value;
}
export type LeafVersions = Three<TreeLeaf | null>;

/** What is open on a page in one tree. `key` is the same in two trees where the same is open. */
export interface OpenOnPage {
  readonly key: string;
  readonly sections: readonly OpenSection[];
}

export type FileMerge =
  /** `leaf` null: the file is gone. What is open on it is open as the sides' files say. */
  | { readonly kind: 'leaf'; readonly leaf: TreeLeaf | null }
  /** `sections` are all that is open on it now. */
  | { readonly kind: 'page'; readonly leaf: TreeLeaf; readonly sections: readonly OpenSection[] }
  | { readonly kind: 'deleted'; readonly by: 'ours' | 'theirs' }
  /** Two files of one name that can't be one. */
  | { readonly kind: 'both'; readonly isChoice: boolean };

interface FileToMerge {
  readonly path: string;
  readonly leaves: LeafVersions;
  readonly open: Three<OpenOnPage>;
  readonly writers: Writers;
}

/** Joins what both sides made of one path. Writes the merged file as a blob and nothing else. */
export async function mergeFile(
  objects: ObjectStore,
  texts: TextMerger,
  file: FileToMerge,
): Promise<FileMerge> {
  const { path, open } = file;
  const { base, ours, theirs } = file.leaves;
  const isSameOpen = (left: keyof LeafVersions, right: keyof LeafVersions) =>
    open[left].key === open[right].key;
  if (isSameLeaf(ours, theirs) && isSameOpen('ours', 'theirs')) return { kind: 'leaf', leaf: ours };
  if (isSameLeaf(base, theirs) && isSameOpen('base', 'theirs')) return { kind: 'leaf', leaf: ours };
  if (isSameLeaf(base, ours) && isSameOpen('base', 'ours')) return { kind: 'leaf', leaf: theirs };
  if (ours === null || theirs === null) {
    const left = ours ?? theirs;
    if (left === null || left.oid === base?.oid) return { kind: 'leaf', leaf: null };
    return { kind: 'deleted', by: ours === null ? 'ours' : 'theirs' };
  }
  if (!isFileMode(ours.mode) || !isFileMode(theirs.mode)) return both(ours, theirs);
  const mode = mergeMode(base?.mode ?? null, ours.mode, theirs.mode);
  const isClear = [open.base, open.ours, open.theirs].every(
    ({ sections }) => sections.length === 0,
  );
  if (isClear && (ours.oid === theirs.oid || base?.oid === theirs.oid)) {
    return { kind: 'leaf', leaf: { mode, oid: ours.oid } };
  }
  if (isClear && base?.oid === ours.oid) return { kind: 'leaf', leaf: { mode, oid: theirs.oid } };

  const isFileBase = base !== null && isFileMode(base.mode);
  const [baseText, ourText, theirText] = await Promise.all([
    isFileBase ? readText(objects, base.oid) : '',
    readText(objects, ours.oid),
    readText(objects, theirs.oid),
  ]);
  if (baseText === null || ourText === null || theirText === null) return both(ours, theirs);
  if (!isPagePath(path)) {
    // Of a file that is no page nothing is known but that it has lines.
    const text = await texts.joinLines(baseText, ourText, theirText);
    return text === null
      ? both(ours, theirs)
      : { kind: 'leaf', leaf: await leafOf(objects, mode, text) };
  }
  if (base === null && ours.oid !== theirs.oid && !(await areAlike(texts, ourText, theirText))) {
    return { kind: 'both', isChoice: false };
  }
  const { text, sections } = await texts.join(
    { text: baseText, sections: open.base.sections },
    { text: ourText, sections: open.ours.sections },
    { text: theirText, sections: open.theirs.sections },
    file.writers,
  );
  return { kind: 'page', leaf: await leafOf(objects, mode, text), sections };
}

function both(ours: TreeLeaf, theirs: TreeLeaf): FileMerge {
  if (ours.oid !== theirs.oid) return { kind: 'both', isChoice: true };
  return { kind: 'leaf', leaf: ours.mode > theirs.mode ? ours : theirs };
}

async function areAlike(texts: TextMerger, ours: string, theirs: string): Promise<boolean> {
  const [our, their] = [await texts.countWords(ours), await texts.countWords(theirs)];
  return (our.size === 0 && their.size === 0) || similarityOf(our, their) >= leastSimilarity;
}

async function leafOf(objects: ObjectStore, mode: number, text: string): Promise<TreeLeaf> {
  return { mode, oid: await objects.write('blob', Buffer.from(text, 'utf8')) };
}

/** The blob as text; null when it is too large to merge, no valid UTF-8, or binary. */
export async function readText(objects: ObjectStore, oid: Oid): Promise<string | null> {
  const body = await objects.readAs('blob', oid);
  if (body.length > maxMergedBytes || body.includes(0)) return null;
  try {
    return decoder.decode(body);
  } catch {
    return null; // not UTF-8: to be kept as it is
  }
}

function mergeMode(base: number | null, ours: number, theirs: number): number {
  if (ours === theirs || base === theirs) return ours;
  return base === ours ? theirs : Math.max(ours, theirs);
}

export function isSameLeaf(left: TreeLeaf | null, right: TreeLeaf | null): boolean {
  return left?.oid === right?.oid && left?.mode === right?.mode;
}
