import type { Oid } from '../../shared/contract/values.ts';
import type { ObjectStore } from './object-store.ts';
import { encodeName, isTreeMode, leafAt, readTreeBody, type TreeLeaf } from './tree.ts';
import { entriesNamed, treeTable } from './tree-table.ts';

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
    const group = byName.get(name);
    if (group === undefined) byName.set(name, [path]);
    else group.push(path);
  }
  const table = treeTable(await readTreeBody(objects, tree));
  for (const [name, group] of byName) {
    const at = entriesNamed(table, encodeName(name)).at(-1);
    if (at === undefined) continue;
    const leaf = leafAt(table, at);
    const path = `${prefix}${name}`;
    if (isTreeMode(leaf.mode)) {
      const below = group.filter((candidate) => candidate !== path);
      if (below.length > 0) await findBelow(objects, leaf.oid, `${path}/`, below, found);
    } else if (group.includes(path)) {
      found.set(path, leaf);
    }
  }
}
