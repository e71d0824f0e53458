import type { Output, ParsedInput } from '../../../shared/contract/methods.ts';
import { conflictIdOf } from '../../../shared/merge/conflict-file.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { readCommit } from '../../git/commit-object.ts';
import { parseBody } from '../../git/merge/conflict-store.ts';
import { blobOid } from '../../git/oid.ts';
import { isFileMode } from '../../git/tree.ts';
import { diffTrees, type TreeChange } from '../../git/tree-diff.ts';
import { changeFiles, type FileChange } from '../change-files.ts';
import { blobAt, headTree } from '../head-tree.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { authorOf, type SaveContext } from '../save-page.ts';

const maxChanges = 1000;

/** Takes back a settled choice where nothing of it was changed since: the page and what was open on it. */
export async function reopenChoice(
  context: SaveContext,
  wiki: OpenWiki,
  { commit }: ParsedInput<'choice.reopen'>,
): Promise<Output<'choice.reopen'>> {
  return wiki.write(async () => {
    const author = await authorOf(wiki);
    if (author === null) return { kind: 'needsAuthor' };
    const { objects } = wiki.repo;
    if (!(await objects.has(commit))) return { kind: 'changed' };
    const { parents, tree } = await readCommit(objects, commit);
    const [parent, ...others] = parents;
    if (parent === undefined || others.length > 0) return { kind: 'changed' };
    const settled = await diffTrees(objects, (await readCommit(objects, parent)).tree, tree);
    const path = await settledPath(wiki, settled);
    if (path === null || !(await isAsSettled(wiki, settled))) return { kind: 'changed' };
    const changes: FileChange[] = [];
    for (const { path: changed, before } of settled) {
      const content = before === null ? null : await objects.readAs('blob', before.oid);
      changes.push({ path: changed, content });
    }
    const page = toPagePath(path);
    const title = page === null ? path : wiki.catalogue.title(page);
    const message = `Choose again between two versions of ${title}`;
    const made = await changeFiles(context, wiki, author, changes, message);
    return { kind: 'reopened', path, commit: made };
  });
}

/** The page whose choice a commit settled; null when it settled none. */
async function settledPath(wiki: OpenWiki, settled: readonly TreeChange[]): Promise<string | null> {
  if (settled.length > maxChanges) return null;
  for (const { path, before } of settled) {
    if (before === null || conflictIdOf(path) === null || !isFileMode(before.mode)) continue;
    const conflict = parseBody(await wiki.repo.objects.readAs('blob', before.oid));
    if (conflict !== null) return conflict.path;
  }
  return null;
}

async function isAsSettled(wiki: OpenWiki, settled: readonly TreeChange[]): Promise<boolean> {
  const tree = await headTree(wiki);
  for (const { path, before, after } of settled) {
    if ([before, after].some((leaf) => leaf !== null && !isFileMode(leaf.mode))) return false;
    const settledBlob = after?.oid ?? null;
    if ((await blobAt(wiki, tree, path)) !== settledBlob) return false;
    const onDisk = await wiki.files.read(path);
    if ((onDisk === null ? null : blobOid(onDisk)) !== settledBlob) return false;
  }
  return true;
}
