import type { Oid } from '../../shared/contract/values.ts';
import {
  entryField,
  entryNumber,
  entryOid,
  entryPath,
  entryStage,
  type IndexTable,
} from './index-file.ts';
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
      while (at < table.count && comparePath(table, at, prefix, name) < 0) passOver();
      const isHere = at < table.count && comparePath(table, at, prefix, name) === 0;
      if (!isHere || !isSameLeaf(table, at, cursor)) {
        const path = decodeName(Buffer.concat([prefix, name]), 0, prefix.length + name.length);
        differing.set(path, { mode: cursor.mode, oid: cursor.oid });
      }
      if (!isHere) continue;
      // Every stage of an unfinished merge stands under the one path.
      do at += 1;
      while (at < table.count && comparePath(table, at, prefix, name) === 0);
    }
  };
  if (tree !== null) await walk(tree, Buffer.alloc(0), 0);
  while (at < table.count) passOver();
  return differing;
}

function isSameLeaf(table: IndexTable, at: number, cursor: TreeCursor): boolean {
  if (entryStage(table, at) !== 0) return false;
  const mode = cursor.mode === treeMode.groupWritable ? treeMode.file : cursor.mode;
  if (entryNumber(table, at, entryField.mode) !== mode) return false;
  return entryOid(table, at) === cursor.oid;
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
