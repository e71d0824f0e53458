import type { Oid } from '../../shared/contract/values.ts';
import type { ObjectStore } from './object-store.ts';
import { encodeName, isTreeMode, readTreeBody, TreeCursor, type TreeLeaf } from './tree.ts';

/** The leaves at many paths, each folder read once; a path without a leaf (or with a folder) is left out. */
export async function findLeaves(
  objects: ObjectStore,
  tree: Oid,
  paths: Iterable<string>,
): Promise<Map<string, TreeLeaf>> {
  const found = new Map<string, TreeLeaf>();
  await findBelow(objects, tree, '', [...paths], found);
  return found;
}

async function findBelow(
  objects: ObjectStore,
  tree: Oid,
  prefix: string,
  paths: readonly string[],
  found: Map<string, TreeLeaf>,
): Promise<void> {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.indexOf('/', prefix.length);
    const name = path.slice(prefix.length, slash === -1 ? path.length : slash);
    const key = encodeName(name).toString('latin1');
    const group = byName.get(key);
    if (group === undefined) byName.set(key, [path]);
    else group.push(path);
  }
  let left = byName.size;
  const at = new TreeCursor(await readTreeBody(objects, tree));
  for (; !at.isDone && left > 0; at.next()) {
    const group = byName.get(at.bytes.toString('latin1', at.nameStart, at.nameEnd));
    if (group === undefined) continue;
    left -= 1;
    const path = `${prefix}${at.name}`;
    if (isTreeMode(at.mode)) {
      const below = group.filter((candidate) => candidate !== path);
      if (below.length > 0) await findBelow(objects, at.oid, `${path}/`, below, found);
    } else if (group.includes(path)) {
      found.set(path, { mode: at.mode, oid: at.oid });
    }
  }
}
