import type { Oid } from '../../../shared/contract/values.ts';
import { compareBytes } from '../../../shared/merge/byte-order.ts';
import { LinkTable } from '../../../shared/wiki/link-table.ts';
import { extractLinks } from '../../../shared/wiki/links.ts';
import { isPagePath, nameOfPage, type PagePath } from '../../../shared/wiki/page-path.ts';
import { clashKey } from '../../../shared/wiki/path-policy.ts';
import { retargetLinks, type PageMove } from '../../../shared/wiki/retarget.ts';
import { pageNames } from '../../../shared/wiki/titles.ts';
import type { ObjectStore } from '../object-store.ts';
import { isFileMode, listTree } from '../tree.ts';
import type { TreeChange } from '../tree-diff.ts';
import { readText } from './merge-file.ts';
import type { Results } from './place-files.ts';
import { findRenames } from './renames.ts';
import type { TextMerger } from './text-merger.ts';

// A side that rewrote this many pages, such as an import, has links of its own making.
const maxPages = 500;

interface Side {
  readonly tree: Oid;
  readonly changes: readonly TreeChange[];
}

/**
 * Links that one side wrote to a page which the other side moved lead to where it went.
 *
 * @param isOpen pages with something to choose are left: a link within it is part of a version
 */
export async function followMoves(
  objects: ObjectStore,
  texts: TextMerger,
  ours: Side,
  theirs: Side,
  results: Results,
  isOpen: (path: string) => boolean,
): Promise<void> {
  const edits = [
    ...(await linksToMove(objects, texts, ours, theirs, results)),
    ...(await linksToMove(objects, texts, theirs, ours, results)),
  ].sort(
    (left, right) =>
      compareBytes(left.page, right.page) || compareBytes(left.move.from, right.move.from),
  );
  for (const { page, move, before, after } of edits) {
    const leaf = results.get(page) ?? null;
    if (leaf === null || isOpen(page)) continue;
    await texts.pause();
    const text = await readText(objects, leaf.oid);
    if (text === null) continue;
    const followed = retargetLinks(
      text,
      page,
      move,
      (from, target) => before.resolve(from, target),
      (from, target) => after.resolve(from, target),
    );
    if (followed === text) continue;
    const oid = await objects.write('blob', Buffer.from(followed, 'utf8'));
    results.set(page, { mode: leaf.mode, oid });
  }
}

interface LinkEdit {
  readonly page: PagePath;
  readonly move: PageMove;
  readonly before: LinkTable;
  readonly after: LinkTable;
}

/** The pages that `writer` changed and that name a page which `mover` moved. */
async function linksToMove(
  objects: ObjectStore,
  texts: TextMerger,
  mover: Side,
  writer: Side,
  results: Results,
): Promise<LinkEdit[]> {
  const gone = new Map<string, string[]>();
  for (const { path, after } of mover.changes) {
    if (after !== null || !isPagePath(path) || (results.get(path) ?? null) !== null) continue;
    const key = clashKey(nameOfPage(path).replaceAll('_', ' '));
    gone.set(key, [...(gone.get(key) ?? []), path]);
  }
  const written = writer.changes.filter(
    ({ path, after }) => after !== null && isFileMode(after.mode) && isPagePath(path),
  );
  if (gone.size === 0 || written.length > maxPages) return [];
  const named = new Map<string, Set<PagePath>>();
  for (const { path, after } of written) {
    await texts.pause();
    const text = after === null ? null : await readText(objects, after.oid);
    if (text === null || !isPagePath(path)) continue;
    for (const { target } of extractLinks(text)) {
      for (const from of gone.get(nameIn(target)) ?? []) {
        named.set(from, (named.get(from) ?? new Set()).add(path));
      }
    }
  }
  if (named.size === 0) return [];
  const renames = await findRenames(
    objects,
    texts,
    mover.changes,
    [...named.keys()].sort(compareBytes),
  );
  if (renames.size === 0) return [];

  const before = new LinkTable();
  for (const path of (await listTree(objects, writer.tree)).keys()) {
    if (isPagePath(path)) before.addPage({ path, ...pageNames(path, '') });
  }
  const edits: LinkEdit[] = [];
  for (const [from, to] of renames) {
    const leaf = results.get(to) ?? null;
    if (leaf === null || !isPagePath(from) || !isPagePath(to)) continue;
    const after = before.copy();
    after.removePage(from);
    after.addPage({ path: to, ...pageNames(to, (await readText(objects, leaf.oid)) ?? '') });
    for (const page of named.get(from) ?? [])
      edits.push({ page, move: { from, to }, before, after });
  }
  return edits;
}

/** The page's name in a link's target, to compare roughly. */
function nameIn(target: string): string {
  const [path = ''] = target.split('#');
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:md|markdown)$/i, '');
  try {
    return clashKey(decodeURIComponent(name).replaceAll('_', ' '));
  } catch {
    return clashKey(name.replaceAll('_', ' ')); // a `%` that encodes nothing
  }
}
