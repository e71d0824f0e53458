import type { Oid } from '../../shared/contract/values.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { maxTreeDepth } from './limits.ts';
import type { ObjectSink } from './object-store.ts';
import {
  decodeName,
  emptyTreeOid,
  encodeName,
  isFileMode,
  readTreeBody,
  TreeCursor,
  treeMode,
  treeTooDeep,
  type TreeLeaf,
} from './tree.ts';

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
  const body = await readTreeBody(objects, base);
  const existing = existingEntries(body, edits);
  const inserted: Buffer[] = [];
  for (const name of new Set([...edits.leaves.keys(), ...edits.folders.keys()])) {
    const entry = await editedEntry(objects, name, existing.get(name) ?? null, edits, depth);
    if (entry !== null) inserted.push(encodeEntry(name, entry));
  }
  const spliced = mergeEntries(body, edits, inserted);
  if (spliced.length === 0) return null;
  if (spliced.equals(body)) return base;
  return objects.write('tree', spliced);
}

function existingEntries(body: Uint8Array, edits: FolderEdits): Map<string, TreeLeaf> {
  const found = new Map<string, TreeLeaf>();
  const wanted = namesOf(edits);
  for (const at = new TreeCursor(body); !at.isDone; at.next()) {
    if (!wanted.has(latin1Name(at))) continue;
    const name = decodeName(at.bytes, at.nameStart, at.nameEnd);
    found.set(name, { mode: at.mode, oid: at.oid });
  }
  return found;
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

/** The old entries without the edited names, and the new ones, in git's order. */
function mergeEntries(body: Uint8Array, edits: FolderEdits, inserted: Buffer[]): Buffer {
  const edited = namesOf(edits);
  const fresh = inserted
    .map((bytes) => new TreeCursor(bytes))
    .sort((left, right) => left.compare(right));
  const pieces: Buffer[] = [];
  const at = new TreeCursor(body);
  let copied = 0;
  const copyUpTo = (end: number): void => {
    if (end > copied) pieces.push(at.bytes.subarray(copied, end));
  };
  let waiting = 0;
  for (; !at.isDone; at.next()) {
    for (let next = fresh[waiting]; next !== undefined && next.compare(at) <= 0;) {
      copyUpTo(at.start);
      copied = Math.max(copied, at.start);
      pieces.push(next.raw);
      waiting += 1;
      next = fresh[waiting];
    }
    if (!edited.has(latin1Name(at))) continue;
    copyUpTo(at.start);
    copied = at.end;
  }
  copyUpTo(at.bytes.length);
  pieces.push(...fresh.slice(waiting).map((entry) => entry.raw));
  return Buffer.concat(pieces);
}

/** The edited names, keyed by their bytes: a compare that needs no decoding of the whole folder. */
function namesOf(edits: FolderEdits): Set<string> {
  const names = [...edits.leaves.keys(), ...edits.folders.keys()];
  return new Set(names.map((name) => encodeName(name).toString('latin1')));
}

function latin1Name(at: TreeCursor): string {
  return at.bytes.toString('latin1', at.nameStart, at.nameEnd);
}

function encodeEntry(name: string, leaf: TreeLeaf): Buffer {
  return Buffer.concat([
    Buffer.from(`${leaf.mode.toString(8)} `, 'latin1'),
    encodeName(name),
    Buffer.from([0]),
    Buffer.from(leaf.oid, 'hex'),
  ]);
}
