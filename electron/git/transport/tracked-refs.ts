import { readFile, rm } from 'node:fs/promises';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { RefStore } from '../refs.ts';
import { readShallow } from '../repository.ts';
import type { TransferRepository } from './access.ts';
import { walkCommits } from './commit-walk.ts';
import { newCommits } from './new-commits.ts';

export interface ForcedMove {
  readonly branch: string;
  readonly from: Oid;
  readonly to: Oid;
}

/** How a remote's branches differ from what we remember of them. */
export interface TrackedMoves {
  readonly moves: readonly {
    readonly branch: string;
    readonly from: Oid | null;
    readonly to: Oid;
  }[];
  readonly gone: readonly { readonly branch: string; readonly from: Oid }[];
}

/** The moves after which a branch no longer contains where it was. The new commits must be here. */
export async function forcedMoves(
  repo: TransferRepository,
  { moves }: TrackedMoves,
): Promise<ForcedMove[]> {
  const shallow = await readShallow(repo.gitDir);
  const forced: ForcedMove[] = [];
  for (const { branch, from, to } of moves) {
    if (from === null || (await contains(repo, to, from, shallow))) continue;
    forced.push({ branch, from, to });
  }
  return forced;
}

async function contains(
  { objects }: TransferRepository,
  tip: Oid,
  former: Oid,
  shallow: ReadonlySet<Oid>,
): Promise<boolean> {
  const { fresh } = await newCommits(objects, [former], { tips: [tip], shallow });
  if (fresh.length === 0) return true;
  // Where clocks ran backwards the short walk may have ended too early.
  for await (const { oid } of walkCommits(objects, [tip], shallow)) if (oid === former) return true;
  return false;
}

/** Makes `refs/remotes/<remote>/*` say what the remote says. */
export async function followBranches(
  { refs, gitDir }: TransferRepository,
  remote: string,
  { moves, gone }: TrackedMoves,
  headBranch: string | null,
): Promise<void> {
  const prefix = `refs/remotes/${remote}/`;
  // First what goes: `a` stands in the way of `a/b`.
  for (const { branch, from } of gone) {
    await refs.compareAndSwap(`${prefix}${branch}`, from, null, 'fetch: gone');
  }
  for (const { branch, to } of moves) {
    await move(refs, `${prefix}${branch}`, to, branch === headBranch);
  }
  if (gone.length > 0) await mendHead(refs, gitDir, remote, gone);
}

async function move(refs: RefStore, ref: string, oid: Oid, isMain: boolean): Promise<void> {
  try {
    // A second try when another fetch moved it meanwhile; what the remote said last is as good.
    const isMoved = await refs.compareAndSwap(ref, await refs.read(ref), oid, 'fetch');
    if (!isMoved) await refs.compareAndSwap(ref, await refs.read(ref), oid, 'fetch');
  } catch (error) {
    // A side branch whose name cannot stand beside the others must not keep the wiki from syncing.
    if (isMain || !(error instanceof AppError) || error.code !== 'BAD_INPUT') throw error;
  }
}

/** git complains of a remote's HEAD that stands for a branch which is gone. */
async function mendHead(
  refs: RefStore,
  gitDir: string,
  remote: string,
  gone: TrackedMoves['gone'],
): Promise<void> {
  const head = `refs/remotes/${remote}/HEAD`;
  const text = await readFile(`${gitDir}/${head}`, 'utf8').catch(() => '');
  const target = /^ref: (.+)$/mu.exec(text)?.[1] ?? '';
  const isGone = gone.some(({ branch }) => target === `refs/remotes/${remote}/${branch}`);
  if (isGone && (await refs.read(target)) === null) await rm(`${gitDir}/${head}`, { force: true });
}
