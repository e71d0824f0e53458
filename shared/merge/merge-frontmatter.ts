import { compareBytes } from './byte-order.ts';
import { mergeLists } from './frontmatter-lists.ts';
import { mergeSpace, mergeText } from './merge-text.ts';
import { pushPart, type MergePart } from './parts.ts';

/** A frontmatter as lines: the fences, and each key with its value and the comments above it. */
interface Frontmatter {
  readonly open: string;
  /** In the file's order; the key '' stands for comments after the last entry. */
  readonly entries: ReadonlyMap<string, string>;
  readonly close: string;
}

const keyLine = /^("[^"\n]*"|'[^'\n]*'|[^\s#'"\-[\]{},&*!|>%@`:][^:#\n]*?)[ \t]*:(?:\s|$)/;

/**
 * Joins two edits of a frontmatter key by key, its lists as sets. Order, comments and the bytes of
 * what nobody changed stay.
 *
 * @param base null when both sides added a frontmatter
 * @returns parts whose texts hold no end of line after the closing fence
 */
export function mergeFrontmatter(base: string | null, ours: string, theirs: string): MergePart[] {
  if (ours === theirs || base === theirs) return [{ kind: 'merged', text: ours }];
  if (base === ours) return [{ kind: 'merged', text: theirs }];
  const our = parse(ours);
  const their = parse(theirs);
  const origin = base === null ? emptyLike(our) : parse(base);
  if (our === null || their === null || origin === null) {
    const text = base === null ? null : mergeText('frontmatter', base, ours, theirs);
    if (text !== null) return [{ kind: 'merged', text }];
    return [{ kind: 'overlap', base: base ?? '', ours, theirs }];
  }
  const parts: MergePart[] = [];
  pushPart(parts, { kind: 'merged', text: mergeSpace(origin.open, our.open, their.open) });
  for (const key of joinOrders(origin, our, their)) {
    pushPart(
      parts,
      mergeEntry(origin.entries.get(key), our.entries.get(key), their.entries.get(key)),
    );
  }
  pushPart(parts, { kind: 'merged', text: mergeSpace(origin.close, our.close, their.close) });
  return parts;
}

function emptyLike(other: Frontmatter | null): Frontmatter | null {
  return other && { open: '---\n', entries: new Map(), close: '---' };
}

function parse(text: string): Frontmatter | null {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const entries = new Map<string, string>();
  let current: string | null = null;
  let pending = '';
  for (const line of lines.slice(1, -1)) {
    const key = keyLine.exec(line)?.[1];
    if (key !== undefined) {
      if (entries.has(key)) return null;
      entries.set(key, pending + line);
      current = key;
      pending = '';
    } else if (/^\s*(?:#|$)/.test(line)) {
      pending += line;
    } else if (current !== null && /^(?:[ \t]|- )/.test(line)) {
      entries.set(current, (entries.get(current) ?? '') + pending + line);
      pending = '';
    } else return null;
  }
  if (pending !== '') entries.set('', pending);
  return { open: lines[0] ?? '', entries, close: lines.at(-1) ?? '' };
}

function mergeEntry(
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): MergePart {
  if (ours === theirs || base === theirs) return { kind: 'merged', text: ours ?? '' };
  if (base === ours) return { kind: 'merged', text: theirs ?? '' };
  if (ours !== undefined && theirs !== undefined) {
    const list = mergeLists(base ?? null, ours, theirs);
    if (list !== null) return { kind: 'merged', text: list };
    const lines = base === undefined ? null : mergeText('frontmatter', base, ours, theirs);
    if (lines !== null) return { kind: 'merged', text: lines };
  }
  return { kind: 'overlap', base: base ?? '', ours: ours ?? '', theirs: theirs ?? '' };
}

/** The keys of all three in one order: the reordering side's, else the base's; new keys after the one they followed. */
function joinOrders(base: Frontmatter, ours: Frontmatter, theirs: Frontmatter): string[] {
  const keysOf = ({ entries }: Frontmatter) => [...entries.keys()].filter((key) => key !== '');
  const baseKeys = keysOf(base);
  const ourKeys = keysOf(ours);
  const theirKeys = keysOf(theirs);
  const isOursMoved = isReordered(baseKeys, ourKeys);
  const isTheirsMoved = isReordered(baseKeys, theirKeys);
  const reference = isOursMoved === isTheirsMoved ? baseKeys : isOursMoved ? ourKeys : theirKeys;

  const followers = new Map<string, string[]>();
  const placed = new Set(reference);
  const missing = new Set(
    [...baseKeys, ...ourKeys, ...theirKeys].filter((key) => !placed.has(key)),
  );
  for (const key of [...missing].sort(compareBytes)) {
    const [previous = ''] = [baseKeys, ourKeys, theirKeys]
      .filter((keys) => keys.includes(key))
      .map((keys) => keys[keys.indexOf(key) - 1] ?? '')
      .sort(compareBytes);
    followers.set(previous, [...(followers.get(previous) ?? []), key]);
  }
  const order: string[] = [];
  const place = (key: string) => {
    if (key !== '') order.push(key);
    missing.delete(key);
    for (const follower of followers.get(key) ?? []) if (missing.has(follower)) place(follower);
  };
  ['', ...reference].forEach(place);
  // Keys that both sides added in opposite orders follow each other only.
  for (const key of [...missing].sort(compareBytes)) if (missing.has(key)) place(key);
  return [...order, ''];
}

function isReordered(before: readonly string[], after: readonly string[]): boolean {
  const shared = after.filter((key) => before.includes(key));
  return before.filter((key) => after.includes(key)).some((key, index) => shared[index] !== key);
}
