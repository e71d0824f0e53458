import type { Oid, Revision } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { readCommit } from '../git/commit-object.ts';
import type { Repository } from '../git/repository.ts';
import type { Mailmap } from '../git/mailmap.ts';

/** A commit as seen from a page. */
export async function toRevision(
  repo: Repository,
  person: Mailmap,
  commit: Oid,
  path: PagePath,
  blob: Oid | null,
): Promise<Revision> {
  const { author, message } = await readCommit(repo.objects, commit);
  return {
    commit,
    author: person(author),
    dateMs: author.dateMs,
    summary: subjectOf(message),
    path,
    blob,
  };
}

/** The first line of a commit message: the edit summary. */
export function subjectOf(message: string): string {
  return message.trimStart().split('\n', 1)[0]?.trim() ?? '';
}
