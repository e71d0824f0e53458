import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { applyTree } from '../../git/checkout.ts';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { writeMergeCommit } from '../../git/merge/merge-commit.ts';
import { mergeCommits } from '../../git/merge/merge-commits.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { SaveContext } from '../save-page.ts';
import { recordOutsideNow } from '../wiki-service.ts';

const maxJoinTries = 4;

export interface Joined {
  /** Where our branch stands now. */
  readonly commit: Oid;
  /** Incoming paths that were not written. */
  readonly quarantined: readonly Quarantined[];
}

/**
 * Joins another history with ours: nothing, a fast-forward, or a merge commit.
 *
 * The worktree is moved first and the branch last, so a crash in between leaves files that are newer
 * than the branch, and doing it again completes it.
 */
export async function joinChanges(
  context: SaveContext,
  wiki: OpenWiki,
  theirs: Oid,
  signal: AbortSignal,
): Promise<Joined> {
  return wiki.write(async () => {
    for (let attempt = 0; attempt < maxJoinTries; attempt += 1) {
      const { ref, oid: ours } = await wiki.repo.refs.head();
      const merge =
        ours === null
          ? ({ kind: 'fastForward', commit: theirs } as const)
          : await mergeCommits(wiki.repo, ours, theirs, signal);
      if (merge.kind === 'upToDate') return { commit: ours ?? theirs, quarantined: [] };
      const isMerge = merge.kind === 'merged';
      const next = isMerge ? await writeMergeCommit(wiki.repo, merge) : merge.commit;
      const applied = await applyTree(wiki.repo, ours, next, wiki.files, () =>
        wiki.repo.refs.compareAndSwap(ref, ours, next, 'commonplace: join changes'),
      );
      if (applied.kept.length > 0) {
        await recordInTheWay(context, wiki, applied.kept);
        continue;
      }
      if (!applied.isMoved) continue;
      await wiki.noteWritten([...applied.written, ...applied.removed]);
      wiki.noteCommitted();
      const refused = [...(isMerge ? merge.quarantined : []), ...applied.quarantined];
      return { commit: next, quarantined: refused };
    }
    throw new AppError(
      'REPO_BUSY',
      'Another program keeps changing this wiki. Wait until it is done and try again.',
    );
  });
}

/** Files that another program changed are recorded first, so that they are merged, not overwritten. */
async function recordInTheWay(
  context: SaveContext,
  wiki: OpenWiki,
  paths: readonly string[],
): Promise<void> {
  const recorded = await recordOutsideNow(context, wiki, new Set(paths));
  if (recorded.kind === 'recorded') return;
  throw new AppError(
    'DISK',
    recorded.kind === 'needsAuthor'
      ? 'Some pages were changed by another program. Say who you are (name and email), then get changes again.'
      : `These files are in the way of incoming pages: ${paths.slice(0, 5).join(', ')}. Move them elsewhere, then get changes again.`,
    { paths: paths.slice(0, 20) },
  );
}
