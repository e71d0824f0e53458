import type { Oid } from '../../shared/contract/values.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { maxTreeDepth } from './limits.ts';
import { moveStarts } from './move-starts.ts';
import type { ObjectSink } from './object-store.ts';
import {
  emptyTreeOid,
  encodeName,
  isFileMode,
  leafAt,
  readTreeBody,
  TreeCursor,
  treeMode,
  treeTooDeep,
  type TreeLeaf,
} from './tree.ts';
import { entriesNamed, knowTable, placeOf, treeTable, type TreeTable } from './tree-table.ts';

/** What shall stand at a path: a leaf, a file that keeps the mode it has (`mode` null), or nothing. */
export interface TreeEdit {
  readonly path: string;
  readonly leaf: { readonly mode: number | null; readonly oid: Oid } | null;
}

/** The edits of one folder by name. A name may lose its file and gain a folder at once. */
interface FolderEdits {
  readonly leaves: Map<string, TreeEdit['leaf']>;
  readonly folders: Map<string, FolderEdits>;
}

/**
 * The tree that holds these edits, written along their paths only; the rest is shared with `base`.
 *
 * A file at `a` gives way to an edit at `a/b`, and a folder `a` to a file at `a`; a folder that became
 * empty is left out, as git does.
 *
 * @throws AppError `BAD_INPUT` when one path is both a file and a folder in the edits
 */
export async function spliceTree(
  objects: ObjectSink,
  base: Oid | null,
  edits: readonly TreeEdit[],
): Promise<Oid> {
  const spliced = await spliceFolder(objects, base ?? emptyTreeOid, groupEdits(edits), 0);
  return spliced ?? (await objects.write('tree', new Uint8Array(0)));
}

function groupEdits(edits: readonly TreeEdit[]): FolderEdits {
  const root: FolderEdits = { leaves: new Map(), folders: new Map() };
  for (const { path, leaf } of edits) {
    const segments = path.split('/');
    const name = segments.pop() ?? '';
    if (segments.length > maxTreeDepth) throw treeTooDeep();
    let folder = root;
    for (const segment of segments) {
      const next = folder.folders.get(segment) ?? { leaves: new Map(), folders: new Map() };
      folder.folders.set(segment, next);
      folder = next;
    }
    folder.leaves.set(name, leaf);
  }
  return root;
}

/** The folder's new oid; null when it is empty now. */
async function spliceFolder(
  objects: ObjectSink,
  base: Oid,
  edits: FolderEdits,
  depth: number,
): Promise<Oid | null> {
  if (depth > maxTreeDepth) throw treeTooDeep();
  const table = treeTable(await readTreeBody(objects, base));
  const steps: SpliceStep[] = [];
  for (const name of new Set([...edits.leaves.keys(), ...edits.folders.keys()])) {
    const bytes = encodeName(name);
    const places = entriesNamed(table, bytes);
    const last = places.at(-1);
    const before = last === undefined ? null : leafAt(table, last);
    const entry = await editedEntry(objects, name, before, edits, depth);
    for (const at of places) steps.push({ at, added: null });
    if (entry === null) continue;
    const at = placeOf(table, bytes, entry.mode === treeMode.tree);
    steps.push({ at, added: new TreeCursor(encodeEntry(bytes, entry)) });
  }
  const spliced = spliceTable(table, steps);
  if (spliced.count === 0) return null;
  if (spliced.bytes.equals(table.bytes)) return base;
  knowTable(spliced);
  return objects.write('tree', spliced.bytes);
}

async function editedEntry(
  objects: ObjectSink,
  name: string,
  before: TreeLeaf | null,
  edits: FolderEdits,
  depth: number,
): Promise<TreeLeaf | null> {
  const leaf = edits.leaves.get(name);
  const folder = edits.folders.get(name);
  const oldTree = before?.mode === treeMode.tree ? before.oid : null;
  if (folder !== undefined) {
    const oid = await spliceFolder(objects, oldTree ?? emptyTreeOid, folder, depth + 1);
    if (oid !== null && leaf !== undefined && leaf !== null) throw fileAndFolder(name);
    if (oid !== null) return { mode: treeMode.tree, oid };
    // Nothing was put below the name: a file of that name stays unless it is edited itself.
    if (leaf === undefined) return oldTree === null ? before : null;
  }
  if (leaf === undefined) return before;
  // Deleting a path deletes a file there, never a folder with all it holds.
  if (leaf === null) return oldTree === null ? null : before;
  const kept = before !== null && isFileMode(before.mode) ? before.mode : treeMode.file;
  return { mode: leaf.mode ?? kept, oid: leaf.oid };
}

function fileAndFolder(name: string): AppError {
  return new AppError('BAD_INPUT', `"${name}" cannot be a file and a folder at once.`, { name });
}

/** At the entry `at`: a new entry goes before it, or (null) it goes itself. */
interface SpliceStep {
  readonly at: number;
  readonly added: TreeCursor | null;
}

/** The old entries without those that go, and the new ones, in git's order. */
function spliceTable(table: TreeTable, steps: readonly SpliceStep[]): TreeTable {
  const { bytes, starts, count } = table;
  const ordered = [...steps].sort((a, b) => a.at - b.at || compareSteps(a, b));
  const added = steps.filter((step) => step.added !== null).length;
  const spliced = new Int32Array(count + 2 * added - steps.length + 1);
  const pieces: Buffer[] = [];
  let length = 0;
  let placed = 0;
  let kept = 0;
  const keepUpTo = (end: number): void => {
    const from = starts[kept] ?? 0;
    const until = starts[end] ?? 0;
    moveStarts(starts.subarray(kept, end), spliced, placed, length - from);
    placed += end - kept;
    pieces.push(bytes.subarray(from, until));
    length += until - from;
    kept = end;
  };
  for (const { at, added: entry } of ordered) {
    keepUpTo(at);
    if (entry === null) {
      kept = at + 1;
      continue;
    }
    spliced[placed] = length;
    placed += 1;
    pieces.push(entry.bytes);
    length += entry.bytes.length;
  }
  keepUpTo(count);
  spliced[placed] = length;
  return {
    bytes: Buffer.concat(pieces, length),
    starts: spliced,
    count: placed,
    isSorted: table.isSorted,
  };
}

/** At one place: new entries in their own order, then the old one that goes. */
function compareSteps(a: SpliceStep, b: SpliceStep): number {
  if (a.added === null || b.added === null) {
    return Number(a.added === null) - Number(b.added === null);
  }
  return a.added.compare(b.added);
}

function encodeEntry(name: Buffer, leaf: TreeLeaf): Buffer {
  return Buffer.concat([
    Buffer.from(`${leaf.mode.toString(8)} `, 'latin1'),
    name,
    Buffer.from([0]),
    Buffer.from(leaf.oid, 'hex'),
  ]);
}
