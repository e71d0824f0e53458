import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { findMergeBases } from '../../git/merge/ancestry.ts';
import { readShallow } from '../../git/repository.ts';
import type { RemoteAccess } from '../../git/transport/access.ts';
import { fetchInto, type FetchResult } from '../../git/transport/fetch.ts';
import { pushBranch } from '../../git/transport/push.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { SaveContext } from '../save-page.ts';
import { branchPair, type BranchPair } from './branches.ts';
import { joinChanges } from './join-changes.ts';

const maxRounds = 6;

export interface Visit {
  /** What the place holds now; null when neither it nor we have a commit. */
  readonly tip: Oid | null;
  readonly remoteHead: string | null;
  readonly quarantined: readonly Quarantined[];
  /** What a person should know although nothing failed. */
  readonly note: string | null;
}

/**
 * Gets what a place has, joins it with ours and shares the result there, again when someone else shared
 * in between.
 *
 * @throws AppError of the transport (`NETWORK`, `AUTH_REQUIRED`, `REMOTE_REFUSED` …)
 */
export async function visitPlace(
  context: SaveContext,
  wiki: OpenWiki,
  remote: string,
  access: RemoteAccess,
  onPhase: (phase: string) => void,
): Promise<Visit> {
  const quarantined: Quarantined[] = [];
  let note: string | null = null;
  for (let round = 0; round < maxRounds; round += 1) {
    onPhase('Getting changes');
    const fetched = await fetchInto(wiki.repo, access, { remote });
    const pair = await branchPair(wiki.repo, remote, fetched.headBranch, fetched.branches);
    const end = { remoteHead: fetched.headBranch, quarantined };
    if (pair.theirs !== null && pair.theirs !== pair.ours) {
      note ??= await noteOn(wiki, pair, fetched);
      onPhase('Joining changes');
      quarantined.push(...(await joinChanges(context, wiki, pair.theirs)).quarantined);
    }
    const ours = (await wiki.repo.refs.head()).oid;
    if (ours === null || ours === pair.theirs) return { ...end, tip: pair.theirs, note };
    onPhase('Sharing');
    const pushed = await pushBranch(wiki.repo, access, {
      localOid: ours,
      remoteRef: pair.remoteRef,
      expected: pair.theirs,
      remote,
    });
    if (pushed.kind === 'pushed') return { ...end, tip: ours, note };
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

async function noteOn(
  wiki: OpenWiki,
  { theirs, ours, remoteRef }: BranchPair,
  { forced }: FetchResult,
): Promise<string | null> {
  if (forced.some(({ branch }) => `refs/heads/${branch}` === remoteRef)) {
    return 'Somebody replaced the history at this place. Nothing is lost: what stood there before, your pages and what stands there now are joined and shared again.';
  }
  if (theirs === null || ours === null) return null;
  const bases = await findMergeBases(
    wiki.repo.objects,
    ours,
    theirs,
    await readShallow(wiki.repo.gitDir),
  );
  return bases.length > 0
    ? null
    : 'This place held pages that had nothing to do with this wiki. Both are together now. If that was a mistake, share this wiki elsewhere.';
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
