import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { createCommit, localOffsetMinutes } from '../../git/commit-object.ts';
import { applyTree } from '../../git/checkout.ts';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { writeMergeCommit } from '../../git/merge/merge-commit.ts';
import type { MergeDecision, TreeChoice } from '../../git/merge/choices.ts';
import { mergeCommits, type CommitMerge } from '../../git/merge/merge-commits.ts';
import type { RemoteAccess } from '../../git/transport/access.ts';
import { fetchInto } from '../../git/transport/fetch.ts';
import { pushBranch } from '../../git/transport/push.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { authorOf, type SaveContext } from '../save-page.ts';
import { recordOutsideNow } from '../wiki-service.ts';
import { branchPair } from './branches.ts';
import { remoteName } from './remote-access.ts';

const maxRounds = 6;
const maxJoinTries = 4;

export type JoinResult =
  | {
      readonly kind: 'joined';
      readonly commit: Oid;
      readonly quarantined: readonly Quarantined[];
    }
  | {
      readonly kind: 'choices';
      readonly choices: readonly TreeChoice[];
      readonly ours: Oid;
      readonly theirs: Oid;
    };

/**
 * Joins what the remote last said with ours: nothing, a fast-forward, or a merge commit.
 *
 * The worktree is moved first and the branch last, so a crash in between leaves files that are newer
 * than the branch, and doing it again completes it. With open choices nothing changes at all.
 */
export async function joinChanges(
  context: SaveContext,
  wiki: OpenWiki,
  theirs: Oid,
  decisions: ReadonlyMap<string, MergeDecision>,
): Promise<JoinResult> {
  return wiki.write(async () => {
    for (let attempt = 0; attempt < maxJoinTries; attempt += 1) {
      const { ref, oid: ours } = await wiki.repo.refs.head();
      const merge =
        ours === null
          ? ({ kind: 'fastForward', commit: theirs } as const)
          : await mergeCommits(wiki.repo, ours, theirs, { decisions });
      if (merge.kind === 'upToDate')
        return { kind: 'joined', commit: ours ?? theirs, quarantined: [] };
      if (merge.kind === 'choices') {
        if (ours === null)
          throw new AppError('INTERNAL', 'A merge without our side has no choices.');
        return { kind: 'choices', choices: merge.choices, ours, theirs };
      }
      const next =
        merge.kind === 'fastForward'
          ? merge.commit
          : await commitJoined(context, wiki, merge, decisions);
      const applied = await applyTree(wiki.repo, ours, next, wiki.files);
      if (applied.kept.length > 0) {
        // Files another program changed are recorded first, so that they are merged, not overwritten.
        const recorded = await recordOutsideNow(context, wiki, new Set(applied.kept));
        if (recorded.kind === 'recorded') continue;
        throw new AppError(
          'DISK',
          recorded.kind === 'needsAuthor'
            ? 'Some pages were changed by another program. Say who you are (name and email), then get changes again.'
            : `These files are in the way of incoming pages: ${applied.kept.slice(0, 5).join(', ')}. Move them elsewhere, then get changes again.`,
          { paths: applied.kept.slice(0, 20) },
        );
      }
      if (!(await wiki.repo.refs.compareAndSwap(ref, ours, next, 'commonplace: join changes')))
        continue;
      await wiki.noteWritten([...applied.written, ...applied.removed]);
      wiki.noteCommitted();
      return { kind: 'joined', commit: next, quarantined: applied.quarantined };
    }
    throw new AppError(
      'REPO_BUSY',
      'Another program keeps changing this wiki. Wait until it is done and try again.',
    );
  });
}

/**
 * A merge that nobody had a say in is the same commit on every peer. One that took a person's choices is
 * that person's work, and says so.
 */
async function commitJoined(
  { ports }: SaveContext,
  wiki: OpenWiki,
  merge: Extract<CommitMerge, { kind: 'merged' }>,
  decisions: ReadonlyMap<string, MergeDecision>,
): Promise<Oid> {
  const author = decisions.size === 0 ? null : await authorOf(wiki);
  if (author === null) return writeMergeCommit(wiki.repo, merge);
  const titles = [...decisions.keys()].map((path) => {
    const page = toPagePath(path);
    return page === null ? path : wiki.catalogue.title(page);
  });
  const named = titles.slice(0, 3).join(', ') + (titles.length > 3 ? ' …' : '');
  const dateMs = ports.clock.nowMs();
  return createCommit(wiki.repo, {
    tree: merge.tree,
    parents: merge.parents,
    message: `Join two versions of ${named}`,
    author: { ...author, dateMs, tzMinutes: localOffsetMinutes(dateMs) },
  });
}

export type RoundResult =
  | { readonly kind: 'shared'; readonly quarantined: readonly Quarantined[] }
  | Extract<JoinResult, { kind: 'choices' }>;

/**
 * Gets changes, joins them and shares the result, again when someone else shared in between.
 *
 * @throws AppError of the transport (`NETWORK`, `AUTH_REQUIRED`, `REMOTE_REFUSED` …)
 */
export async function syncRound(
  context: SaveContext,
  wiki: OpenWiki,
  access: RemoteAccess,
  decisions: () => Promise<ReadonlyMap<string, MergeDecision>>,
  onPhase: (phase: string) => void,
): Promise<RoundResult> {
  const quarantined: Quarantined[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    onPhase('Getting changes');
    const { headBranch, branches } = await fetchInto(wiki.repo, access, { remote: remoteName });
    const pair = await branchPair(wiki.repo, headBranch, branches);
    if (pair.theirs !== null) {
      onPhase('Joining changes');
      const joined = await joinChanges(context, wiki, pair.theirs, await decisions());
      if (joined.kind === 'choices') return joined;
      quarantined.push(...joined.quarantined);
    }
    const ours = (await wiki.repo.refs.head()).oid;
    if (ours === null || ours === pair.theirs) return { kind: 'shared', quarantined };
    onPhase('Sharing');
    const pushed = await pushBranch(wiki.repo, access, {
      localOid: ours,
      remoteRef: pair.remoteRef,
      expected: pair.theirs,
      remote: remoteName,
    });
    if (pushed.kind === 'pushed') return { kind: 'shared', quarantined };
    if (pushed.kind === 'refused') {
      throw new AppError(
        'REMOTE_REFUSED',
        `The place you share to did not accept your changes: ${pushed.message}`,
      );
    }
    await briefPause(access.signal);
  }
  throw new AppError(
    'NETWORK',
    'Others are sharing at this very moment. Commonplace tries again soon.',
  );
}

/** Peers that were refused together must not come back together. */
function briefPause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 50 + Math.random() * 300);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
