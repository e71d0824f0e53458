import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import { conflictPath } from '../../shared/merge/conflict-file.ts';
import { blobOid } from '../git/oid.ts';
import { changeFiles } from './change-files.ts';
import { conflictsOn } from './choices/open-conflicts.ts';
import type { OpenWiki } from './open-wiki.ts';
import { authorOf, staleOutcome, type SaveContext } from './save-page.ts';

/** Deletes a page in one revision, with what was open on it. The history keeps its text. */
export async function deletePage(
  context: SaveContext,
  wiki: OpenWiki,
  { path, base, summary }: ParsedInput<'page.delete'>,
): Promise<Output<'page.delete'>> {
  return wiki.write(async () => {
    const current = await wiki.files.read(path);
    if (current === null) return { kind: 'missing' };
    if (blobOid(current) !== base) return staleOutcome(wiki, path, current);
    const author = await authorOf(wiki);
    if (author === null) return { kind: 'needsAuthor' };
    const message = summary.trim() === '' ? `Delete ${wiki.catalogue.title(path)}` : summary.trim();
    // A choice about a page that is gone would stay in the wiki, unseen, for ever.
    const choices = (await conflictsOn(wiki, path)).map(({ id }) => conflictPath(id));
    const changes = [path, ...choices].map((gone) => ({ path: gone, content: null }));
    const commit = await changeFiles(context, wiki, author, changes, message);
    return { kind: 'deleted', commit };
  });
}
