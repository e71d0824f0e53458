import { AppError } from '../../shared/contract/errors.ts';
import type { Oid, Person } from '../../shared/contract/values.ts';
import { changeTogether } from '../git/change-together.ts';
import type { OpenWiki } from './open-wiki.ts';
import { commitWritten, outsideSummary, recordFirst, type SaveContext } from './save-page.ts';

const maxAttempts = 4;

/** A file's new bytes; null deletes it. */
export interface FileChange {
  readonly path: string;
  readonly content: Uint8Array | null;
}

/**
 * Changes several files in one revision: all of them or none, whatever happens in between. For who
 * holds the wiki's write turn. What another program changed in them is recorded first.
 *
 * @throws AppError `REPO_BUSY`, `DISK`
 */
export async function changeFiles(
  context: SaveContext,
  wiki: OpenWiki,
  author: Person,
  changes: readonly FileChange[],
  message: string,
): Promise<Oid> {
  // Also what history does not know at all: a page made by another program could not go otherwise.
  for (const { path } of changes) {
    const current = await wiki.files.read(path);
    if (current !== null) await recordFirst(context, wiki, author, path, current);
  }
  const revision = { changes, message, author, dateMs: context.ports.clock.nowMs() };
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const outcome = await changeTogether(wiki.repo, revision, wiki.files);
    if (outcome.kind === 'changed') {
      await wiki.noteWritten(changes.map(({ path }) => path));
      wiki.noteCommitted();
      return outcome.commit;
    }
    const outside = outcome.paths.map((path) => ({ path, content: () => wiki.files.read(path) }));
    await commitWritten(context, wiki, author, outside, outsideSummary);
  }
  throw new AppError(
    'REPO_BUSY',
    'Another program keeps changing these files. Wait until it is done and try again.',
  );
}
