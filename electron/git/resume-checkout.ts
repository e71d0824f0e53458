import { readdir } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { applyTree, dropPendingCheckout, pendingCheckout } from './checkout.ts';
import type { WorktreeWriter } from './checkout-plan.ts';
import { settleIndex } from './index-settle.ts';
import { removeLeftovers } from './leftovers.ts';
import { takeAside } from './lock-file.ts';
import { isAncestor } from './merge/ancestry.ts';
import { readShallow, type Repository } from './repository.ts';
import { restoreUnsynced } from './unsynced-files.ts';

/**
 * Puts right what a killed process left half done: paths that the index does not know yet, and files
 * moved to a commit that the branch does not stand on yet. The move is completed when the branch is
 * where it was and the new commit holds all of it. Otherwise it is forgotten, and its files count as
 * changed by another program: they are recorded like any other, so nothing is lost either way.
 *
 * @param alone runs work while no other process of ours writes: the move may be one that goes on there
 * @throws AppError `REPO_BUSY`, and whatever keeps files from being written: everything stays as it is
 */
export async function resumeAfterCrash(
  repo: Repository,
  writer: WorktreeWriter,
  alone: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await removeUnfinished(repo.gitDir);
  await restoreUnsynced(repo, writer, alone);
  await settleIndex(repo);
  if ((await pendingCheckout(repo)) !== null) await alone(() => resumeCheckout(repo, writer));
}

/** Objects left unfinished are many folders to look into: they go when the history is packed. */
async function removeUnfinished(gitDir: string): Promise<void> {
  const refs = await readdir(`${gitDir}/refs`, { recursive: true }).catch((): string[] => []);
  await removeLeftovers(`${gitDir}/refs`, { names: refs });
  await removeLeftovers(`${gitDir}/commonplace`);
  await removeLeftovers(gitDir);
  const top = await readdir(gitDir).catch((): string[] => []);
  for (const name of [...top, ...refs.map((ref) => `refs/${ref}`)]) {
    if (name.endsWith('.lock')) await takeAside(`${gitDir}/${name}`);
  }
}

async function resumeCheckout(repo: Repository, writer: WorktreeWriter): Promise<void> {
  const pending = await pendingCheckout(repo);
  if (pending === null) return;
  const { from, to } = pending;
  const { ref, oid } = await repo.refs.head();
  if (oid === from && (await repo.objects.has(to)) && (await holdsAll(repo, from, to))) {
    await applyTree(repo, from, to, writer, () =>
      repo.refs.compareAndSwap(ref, from, to, 'commonplace: finish joining changes'),
    );
  }
  await dropPendingCheckout(repo);
}

async function holdsAll(repo: Repository, from: Oid | null, to: Oid): Promise<boolean> {
  if (from === null) return true;
  return isAncestor(repo.objects, from, to, await readShallow(repo.gitDir));
}
