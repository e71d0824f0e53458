import type { Oid } from '../../../shared/contract/values.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';
import { mergeText } from '../../../shared/merge/merge-text.ts';
import type { MergePart } from '../../../shared/merge/parts.ts';
import { isPagePath } from '../../../shared/wiki/page-path.ts';
import type { ObjectStore } from '../object-store.ts';
import { isFileMode, type TreeLeaf } from '../tree.ts';

// Merging words takes time with the size; a page above this is a choice between two whole versions.
const maxMergedBytes = 1024 * 1024;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a path holds in the three trees; null where it holds nothing. */
export interface LeafVersions {
  readonly base: TreeLeaf | null;
  readonly ours: TreeLeaf | null;
  readonly theirs: TreeLeaf | null;
}

export type FileMerge =
  /** `leaf` null: the file is gone. */
  | { readonly kind: 'leaf'; readonly leaf: TreeLeaf | null }
  | { readonly kind: 'text'; readonly mode: number; readonly parts: readonly MergePart[] }
  | { readonly kind: 'binary' | 'deletedByUs' | 'deletedByThem' };

/** Joins what both sides made of one path. Writes the merged file as a blob and nothing else. */
export async function mergeFile(
  objects: ObjectStore,
  path: string,
  versions: LeafVersions,
): Promise<FileMerge> {
  const { base, ours, theirs } = versions;
  if (isSameLeaf(ours, theirs) || isSameLeaf(base, theirs)) return { kind: 'leaf', leaf: ours };
  if (isSameLeaf(base, ours)) return { kind: 'leaf', leaf: theirs };
  if (ours === null || theirs === null) {
    return { kind: ours === null ? 'deletedByUs' : 'deletedByThem' };
  }
  const mode = mergeMode(base?.mode ?? null, ours.mode, theirs.mode);
  if (ours.oid === theirs.oid || base?.oid === theirs.oid) {
    return { kind: 'leaf', leaf: { mode, oid: ours.oid } };
  }
  if (base?.oid === ours.oid) return { kind: 'leaf', leaf: { mode, oid: theirs.oid } };
  if (!isFileMode(ours.mode) || !isFileMode(theirs.mode)) return { kind: 'binary' };

  const isFileBase = base !== null && isFileMode(base.mode);
  const texts = await Promise.all([
    isFileBase ? readText(objects, base.oid) : '',
    readText(objects, ours.oid),
    readText(objects, theirs.oid),
  ]);
  const [baseText, ourText, theirText] = texts;
  if (baseText === null || ourText === null || theirText === null) return { kind: 'binary' };
  const parts = mergeTexts(path, baseText, ourText, theirText);
  if (typeof parts !== 'string') return { kind: 'text', mode, parts };
  const oid = await objects.write('blob', Buffer.from(parts, 'utf8'));
  return { kind: 'leaf', leaf: { mode, oid } };
}

function mergeTexts(
  path: string,
  base: string,
  ours: string,
  theirs: string,
): string | readonly MergePart[] {
  if (isPagePath(path)) {
    const merge = mergePage(base, ours, theirs);
    return merge.kind === 'merged' ? merge.text : merge.parts;
  }
  // Of a file that is no page nothing is known but that it has lines.
  return mergeText('raw', base, ours, theirs) ?? [{ kind: 'overlap', base, ours, theirs }];
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
