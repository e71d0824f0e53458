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

interface VisitWishes {
  readonly onPhase: (phase: string) => void;
  /** A person said that a wiki without a common past may be joined with this one. */
  readonly joinsUnrelated: boolean;
  /** What the place answered a while ago; null to ask it before anything is sent there. */
  readonly known: Known | null;
}

interface Known {
  readonly remoteHead: string | null;
}

/**
 * Gets what a place has, joins it with ours and shares the result there, again when someone else shared
 * in between.
 *
 * @throws AppError `UNRELATED` when the place holds another wiki, of which nothing is joined; those of
 *   the transport (`NETWORK`, `AUTH_REQUIRED`, `REMOTE_REFUSED` …)
 */
export async function visitPlace(
  context: SaveContext,
  wiki: OpenWiki,
  remote: string,
  access: RemoteAccess,
  { onPhase, joinsUnrelated, known }: VisitWishes,
): Promise<Visit> {
  if (known !== null) {
    const tip = await offer(wiki, remote, access, known, onPhase);
    if (tip !== null) return { tip, remoteHead: known.remoteHead, quarantined: [], note: null };
  }
  const quarantined: Quarantined[] = [];
  let note: string | null = null;
  for (let round = 0; round < maxRounds; round += 1) {
    onPhase('Getting changes');
    const fetched = await fetchInto(wiki.repo, access, { remote });
    const pair = await branchPair(wiki.repo, remote, fetched.headBranch, fetched.branches);
    const end = { remoteHead: fetched.headBranch, quarantined };
    if (pair.theirs !== null && pair.theirs !== pair.ours) {
      const isRelated = await haveCommonPast(wiki, pair);
      if (!isRelated && !joinsUnrelated) throw unrelated();
      note ??= noteOn(pair, fetched, isRelated);
      onPhase('Joining changes');
      const joined = await joinChanges(context, wiki, pair.theirs, access.signal);
      quarantined.push(...joined.quarantined);
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

/**
 * Sends what we wrote without asking first what the place has: it takes it only if nobody else shared
 * there since, and then there is nothing to get.
 *
 * @returns what the place holds then; null when it has to be asked
 */
async function offer(
  wiki: OpenWiki,
  remote: string,
  access: RemoteAccess,
  { remoteHead }: Known,
  onPhase: VisitWishes['onPhase'],
): Promise<Oid | null> {
  const { ours, theirs, remoteRef } = await branchPair(wiki.repo, remote, remoteHead);
  if (ours === null || theirs === null || ours === theirs) return null;
  onPhase('Sharing');
  try {
    const move = { localOid: ours, remoteRef, expected: theirs, remote };
    return (await pushBranch(wiki.repo, access, move)).kind === 'pushed' ? ours : null;
  } catch (error) {
    access.signal.throwIfAborted();
    if (!(error instanceof AppError) || error.code === 'NETWORK') throw error;
    // SSH asked a person, and would ask the same once more.
    if (['unanswered', 'denied'].some((reason) => error.data['reason'] === reason)) throw error;
    // A place that takes nothing may still have something to get; the next push says what is wrong.
    return null;
  }
}

function noteOn({ remoteRef }: BranchPair, { forced }: FetchResult, isRelated: boolean) {
  if (!isRelated) return 'This place held another wiki. Both are one now, as you wished.';
  return forced.some(({ branch }) => `refs/heads/${branch}` === remoteRef)
    ? 'Somebody replaced the history at this place. Nothing is lost: what stood there before, your pages and what stands there now are joined and shared again.'
    : null;
}

/** Of a shallow clone nobody can say: its past was left out. */
async function haveCommonPast(wiki: OpenWiki, { theirs, ours }: BranchPair): Promise<boolean> {
  if (theirs === null || ours === null) return true;
  const shallow = await readShallow(wiki.repo.gitDir);
  if (shallow.size > 0) return true;
  return (await findMergeBases(wiki.repo.objects, ours, theirs)).length > 0;
}

function unrelated(): AppError {
  return new AppError(
    'UNRELATED',
    'This place holds another wiki: it has no past in common with this one. Nothing was joined, and nothing was sent there.',
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
