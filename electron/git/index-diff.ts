import type { Oid } from '../../shared/contract/values.ts';
import { entryField, entryNumber, entryPath, entryStage, type IndexTable } from './index-file.ts';
import type { ObjectStore } from './object-store.ts';
import { maxTreeDepth } from './limits.ts';
import {
  decodeName,
  readTreeBody,
  TreeCursor,
  treeMode,
  treeTooDeep,
  type TreeLeaf,
} from './tree.ts';

/** Trees that tables were found to equal. */
const sameTrees = new WeakMap<IndexTable, Oid>();

/**
 * The paths at which the index differs from a tree, with what the tree holds there (null: nothing).
 *
 * Both are in the same order, so this is one pass over their bytes; names are decoded only where
 * they differ.
 */
export async function diffIndexToTree(
  objects: ObjectStore,
  table: IndexTable,
  tree: Oid | null,
): Promise<Map<string, TreeLeaf | null>> {
  const differing = new Map<string, TreeLeaf | null>();
  if (tree !== null && (table.tree === tree || sameTrees.get(table) === tree)) return differing;
  let at = 0;
  const passOver = (): void => {
    differing.set(entryPath(table, at), null);
    at += 1;
  };
  const walk = async (oid: Oid, prefix: Buffer, depth: number): Promise<void> => {
    if (depth > maxTreeDepth) throw treeTooDeep();
    const cursor = new TreeCursor(await readTreeBody(objects, oid));
    for (; !cursor.isDone; cursor.next()) {
      const name = cursor.bytes.subarray(cursor.nameStart, cursor.nameEnd);
      if (cursor.isTree) {
        await walk(cursor.oid, Buffer.concat([prefix, name, Buffer.from('/')]), depth + 1);
        continue;
      }
      let isHere = at < table.count && hasPath(table, at, prefix, name);
      while (!isHere && at < table.count && comparePath(table, at, prefix, name) < 0) {
        passOver();
        isHere = at < table.count && hasPath(table, at, prefix, name);
      }
      if (!isHere || !isSameLeaf(table, at, cursor)) {
        const path = decodeName(Buffer.concat([prefix, name]), 0, prefix.length + name.length);
        differing.set(path, { mode: cursor.mode, oid: cursor.oid });
      }
      if (!isHere) continue;
      const isMerging = entryStage(table, at) !== 0;
      at += 1;
      // Every stage of an unfinished merge stands under the one path.
      while (isMerging && at < table.count && hasPath(table, at, prefix, name)) at += 1;
    }
  };
  if (tree !== null) await walk(tree, Buffer.alloc(0), 0);
  while (at < table.count) passOver();
  if (tree !== null && differing.size === 0) sameTrees.set(table, tree);
  return differing;
}

function isSameLeaf(table: IndexTable, at: number, cursor: TreeCursor): boolean {
  if (entryStage(table, at) !== 0) return false;
  const mode = cursor.mode === treeMode.groupWritable ? treeMode.file : cursor.mode;
  if (entryNumber(table, at, entryField.mode) !== mode) return false;
  const start = (table.starts[at] ?? 0) + entryField.oid;
  return isEqualRange(table.bytes, start, cursor.bytes, cursor.nameEnd + 1, 20);
}

/** The quick answer for the usual case, in which both sides stand at the same path. */
function hasPath(table: IndexTable, at: number, prefix: Buffer, name: Buffer): boolean {
  const { bytes } = table;
  const start = table.starts[at] ?? 0;
  const flags = bytes.readUInt16BE(start + entryField.flags);
  const length = prefix.length + name.length;
  const from = start + ((flags & 0x4000) === 0 ? 62 : 64);
  return (
    (flags & 0xfff) === Math.min(length, 0xfff) &&
    bytes[from + length] === 0 &&
    isEqualRange(bytes, from + prefix.length, name, 0, name.length) &&
    isEqualRange(bytes, from, prefix, 0, prefix.length)
  );
}

// By hand: for names of some thirty bytes a call into native code costs more than the bytes.
function isEqualRange(
  a: Buffer,
  aStart: number,
  b: Buffer,
  bStart: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at += 1) if (a[aStart + at] !== b[bStart + at]) return false;
  return true;
}

function comparePath(table: IndexTable, at: number, prefix: Buffer, name: Buffer): number {
  const { bytes } = table;
  const start = table.starts[at] ?? 0;
  const from = start + ((bytes.readUInt16BE(start + entryField.flags) & 0x4000) === 0 ? 62 : 64);
  const end = bytes.indexOf(0, from);
  const split = Math.min(from + prefix.length, end);
  const order = bytes.compare(prefix, 0, prefix.length, from, split);
  return order !== 0 ? order : bytes.compare(name, 0, name.length, split, end);
}
