import type { Oid } from '../../shared/contract/values.ts';
import { readCommit } from '../git/commit-object.ts';
import { findEntry } from '../git/tree.ts';
import type { OpenWiki } from './open-wiki.ts';

/** What history holds now; null before the first revision. */
export async function headTree(wiki: OpenWiki): Promise<Oid | null> {
  const { oid } = await wiki.repo.refs.head();
  return oid === null ? null : (await readCommit(wiki.repo.objects, oid)).tree;
}

export async function blobAt(wiki: OpenWiki, tree: Oid | null, path: string): Promise<Oid | null> {
  return tree === null ? null : ((await findEntry(wiki.repo.objects, tree, path))?.oid ?? null);
}
