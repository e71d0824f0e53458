import { mkdir, rm } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { clashKey } from '../../shared/wiki/path-policy.ts';
import {
  holdsExpected,
  isExpected,
  obstacle,
  planCheckout,
  type CheckoutPlan,
  type PlannedFile,
  type Quarantined,
  type WorktreeWriter,
} from './checkout-plan.ts';
import { readCommit } from './commit-object.ts';
import { readIndex } from './index-read.ts';
import { entryOnDisk, updateIndexOrFail } from './index-update.ts';
import type { NewIndexEntry } from './index-file.ts';
import { isOid } from './oid.ts';
import type { Repository } from './repository.ts';
import { treeMode } from './tree.ts';
import { readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

const filesAtOnce = 8;

export interface CheckoutOutcome {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Never written to disk; the index keeps them, so that no commit drops them. */
  readonly quarantined: readonly Quarantined[];
  /** Files on disk that are not what `from` holds. Unless empty, nothing was changed: save them first. */
  readonly kept: readonly string[];
  /** Whether `moveBranch` ran and did it. */
  readonly isMoved: boolean;
}

/**
 * Moves worktree and index from one commit to another; only paths that differ are touched. The branch
 * moves last, and only when nothing is kept.
 *
 * All files are checked before the first is changed, and each again right before it is replaced.
 * A file already as in `to` counts as done, so after a crash the same call finishes the work
 * (`pendingCheckout` names it); until then each file holds its old bytes, its new ones, or, where two
 * names exclude each other on some system, is not there yet. A person's edit made in between is kept.
 *
 * @param from null when the worktree holds nothing of the wiki yet
 * @param moveBranch moves the branch, if it is still where it was. The note of what is under way goes
 *   only after it: a crash in between must not leave files that look like a person's changes.
 * @throws AppError `REPO_BUSY` when another program keeps `index.lock`: call again with the same commits
 */
export async function applyTree(
  repo: Repository,
  from: Oid | null,
  to: Oid,
  writer: WorktreeWriter,
  moveBranch: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<CheckoutOutcome> {
  const fromTree = from === null ? null : (await readCommit(repo.objects, from)).tree;
  const toTree = (await readCommit(repo.objects, to)).tree;
  const plan = await planCheckout(repo, fromTree, toTree, await readIndex(repo.gitDir));
  const blocked = await findKept(repo, plan, writer);
  if (blocked.length > 0) {
    return {
      written: [],
      removed: [],
      quarantined: plan.quarantined,
      kept: blocked,
      isMoved: false,
    };
  }
  if (plan.files.length > 0 || plan.indexOnly.size > 0) {
    await writeNote(repo.gitDir, { from, to });
  }
  const kept = await moveFiles(repo, plan, writer);
  const done = plan.files.filter(({ path }) => !kept.has(path));
  if (done.length > 0 || plan.indexOnly.size > 0) {
    await updateIndexOrFail(repo, () => indexEdits(repo, plan, done));
  }
  const isMoved = kept.size === 0 && (await moveBranch());
  await rm(notePath(repo.gitDir), { force: true });
  return {
    written: done.filter(({ after }) => after !== null).map(({ path }) => path),
    removed: done.filter(({ after }) => after === null).map(({ path }) => path),
    quarantined: plan.quarantined,
    kept: [...kept],
    isMoved,
  };
}

/** The checkout that a crash interrupted; null when there is none. Call `applyTree` with it again. */
export async function pendingCheckout(
  repo: Repository,
): Promise<{ readonly from: Oid | null; readonly to: Oid } | null> {
  const text = (await readIfPresent(notePath(repo.gitDir)))?.toString('latin1') ?? '';
  const [from = '', to = ''] = text.trim().split(' ');
  if (!isOid(to)) return null;
  return { from: isOid(from) ? from : null, to };
}

/** Forgets an interrupted checkout that shall not be finished: the files stay as they are. */
export async function dropPendingCheckout(repo: Repository): Promise<void> {
  await rm(notePath(repo.gitDir), { force: true });
}

function notePath(gitDir: string): string {
  return `${gitDir}/commonplace/checkout`;
}

async function writeNote(
  gitDir: string,
  note: { readonly from: Oid | null; readonly to: Oid },
): Promise<void> {
  await mkdir(`${gitDir}/commonplace`, { recursive: true });
  const text = `${note.from ?? 'none'} ${note.to}\n`;
  await replaceFile(notePath(gitDir), Buffer.from(text), temporaryName(`${gitDir}/commonplace`));
}

async function findKept(
  repo: Repository,
  plan: CheckoutPlan,
  writer: WorktreeWriter,
): Promise<string[]> {
  const going = new Set(plan.files.filter((file) => file.after === null).map(({ path }) => path));
  const kept = new Set<string>();
  await inBatches(plan.files, async (file) => {
    if (file.after !== null) {
      const inTheWay = await obstacle(repo.dir, file.path, (path) => going.has(path));
      if (inTheWay !== null) {
        kept.add(inTheWay);
        return;
      }
    }
    if (!(await readsAsExpected(writer, file, going))) kept.add(file.path);
  });
  return [...kept].sort();
}

/** A path below a file that goes, or one that is a folder now, holds no file to compare yet. */
async function readsAsExpected(
  writer: WorktreeWriter,
  file: PlannedFile,
  going: ReadonlySet<string>,
): Promise<boolean> {
  if (file.before === null && isBelowAny(file.path, going)) return true;
  return holdsExpected(writer, file);
}

function isBelowAny(path: string, files: ReadonlySet<string>): boolean {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    if (files.has(path.slice(0, slash))) return true;
  }
  return false;
}

/** Changes the files on disk; returns those that a person changed after they were checked. */
async function moveFiles(
  repo: Repository,
  plan: CheckoutPlan,
  writer: WorktreeWriter,
): Promise<Set<string>> {
  const kept = new Set<string>();
  const writes = plan.files.filter(({ after }) => after !== null);
  const removals = plan.files.filter(({ after }) => after === null);
  // On some systems these names are one file, or file and folder: there the old one must go first.
  const taken = new Set(writes.flatMap(({ path }) => prefixKeys(path)));
  const first = removals.filter(({ path }) =>
    prefixKeys(path).some((key, depth, keys) => depth === keys.length - 1 && taken.has(key)),
  );
  const writtenKeys = new Set(writes.map(({ path }) => clashKey(path)));
  const below = removals.filter(({ path }) => prefixKeys(path).some((key) => writtenKeys.has(key)));
  const early = new Set([...first, ...below]);
  const remove = async (file: PlannedFile): Promise<void> => {
    if (!(await holdsExpected(writer, file))) kept.add(file.path);
    else await writer.remove(file.path);
  };
  for (const file of early) await remove(file);
  await inBatches(writes, async (file) => {
    if (file.after === null) return;
    const current = await writer.read(file.path);
    if (!isExpected(current, file)) {
      kept.add(file.path);
      return;
    }
    const body = await repo.objects.readAs('blob', file.after.oid);
    const isSame = current !== null && Buffer.from(current).equals(body);
    if (isSame && file.before?.mode === file.after.mode) return;
    await writer.write(file.path, body, file.after.mode === treeMode.executable);
  });
  for (const file of removals) if (!early.has(file)) await remove(file);
  return kept;
}

/** Keys of the path and of every folder above it, shortest first. */
function prefixKeys(path: string): string[] {
  const parts = clashKey(path).split('/');
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

async function indexEdits(
  repo: Repository,
  plan: CheckoutPlan,
  done: readonly PlannedFile[],
): Promise<Map<string, NewIndexEntry | null>> {
  const edits = new Map<string, NewIndexEntry | null>();
  for (const { path } of done) edits.set(path, null);
  await inBatches(done, async ({ path, after }) => {
    if (after !== null) edits.set(path, await entryOnDisk(repo, path, after));
  });
  for (const [path, leaf] of plan.indexOnly) {
    edits.set(path, leaf === null ? null : { ...leaf, isSkipped: true, stats: null });
  }
  return edits;
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += filesAtOnce) {
    const results = await Promise.allSettled(items.slice(at, at + filesAtOnce).map(work));
    // Only when the whole batch has ended: no file may change after the caller was told of a failure.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}
