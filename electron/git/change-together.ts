import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { applyTree } from './checkout.ts';
import type { WorktreeWriter } from './checkout-plan.ts';
import { prepare, signatureOf, type NewRevision } from './commit.ts';
import type { Repository } from './repository.ts';

const maxAttempts = 10;

export type TogetherOutcome =
  | { readonly kind: 'changed'; readonly commit: Oid }
  /** Files on the disk that are not what the branch holds; nothing was changed. Record them first. */
  | { readonly kind: 'kept'; readonly paths: readonly string[] };

/**
 * Changes several files in one commit: all of them, or none.
 *
 * The commit is stored first; then the files and the index follow it as in a checkout, under its note;
 * the branch moves last. What a crash leaves half done is completed when the wiki is opened again.
 *
 * @throws AppError `REPO_BUSY` when another program keeps moving the branch
 */
export async function changeTogether(
  repo: Repository,
  revision: Pick<NewRevision, 'changes' | 'message' | 'author' | 'dateMs'>,
  writer: WorktreeWriter,
): Promise<TogetherOutcome> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { candidate } = await prepare(repo, revision);
    if (candidate === null) break;
    const { ref, head, commit, isNew } = candidate;
    if (!isNew) return { kind: 'changed', commit };
    const [subject = ''] = revision.message.split('\n');
    const { isMoved, kept } = await applyTree(repo, head, commit, writer, () =>
      repo.refs.compareAndSwap(ref, head, commit, `commit: ${subject}`, signatureOf(revision)),
    );
    if (kept.length > 0) return { kind: 'kept', paths: kept };
    if (isMoved) return { kind: 'changed', commit };
  }
  throw new AppError(
    'REPO_BUSY',
    'Another program keeps changing this wiki. Wait until it is done and try again.',
  );
}
