import { closeSync, fstatSync, mkdirSync, openSync, writeSync, type BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Oid } from '../../../shared/contract/values.ts';
import { planCheckout, type Quarantined } from '../checkout-plan.ts';
import { readCommit } from '../commit-object.ts';
import { emptyIndex, type NewIndexEntry } from '../index-file.ts';
import { updateIndexOrFail } from '../index-update.ts';
import type { Repository } from '../repository.ts';
import { treeMode } from '../tree.ts';
import { diskError } from '../whole-file.ts';
import type { JobAccess } from './access.ts';
import { Breather } from './breather.ts';

const syncedAtOnce = 32;

/**
 * Writes a commit's files into a worktree that was made just now and that nobody else knows of yet.
 *
 * So there is nothing to compare with and no file to keep, and every folder is one made here: a
 * file is written at once under its own name. All of it is on the disk when this returns. An
 * interrupted clone is thrown away whole.
 */
export async function writeFirstFiles(
  repo: Repository,
  commit: Oid,
  access: JobAccess,
): Promise<readonly Quarantined[]> {
  const { tree } = await readCommit(repo.objects, commit);
  const plan = await planCheckout(repo, null, tree, emptyIndex);
  const breather = new Breather(access.signal);
  const edits = new Map<string, NewIndexEntry | null>();
  const folders = new Set([repo.dir]);
  const total = plan.files.length;
  for (const [at, { path, after }] of plan.files.entries()) {
    if (after === null) continue;
    const body = await repo.objects.readAs('blob', after.oid);
    makeFolder(dirname(`${repo.dir}/${path}`), folders);
    const stats = writeNew(`${repo.dir}/${path}`, body, after.mode === treeMode.executable);
    edits.set(path, { ...after, isSkipped: false, stats });
    if (!breather.isDue) continue;
    const done = at + 1;
    access.onProgress?.({ phase: 'writing', done, total, unit: 'files', bytes: null });
    await breather.breathe();
  }
  await syncAll(
    [...edits.keys()].map((path) => `${repo.dir}/${path}`),
    breather,
  );
  await syncAll([...folders], breather);
  for (const [path, leaf] of plan.indexOnly) {
    edits.set(path, leaf === null ? null : { ...leaf, isSkipped: true, stats: null });
  }
  await updateIndexOrFail(repo, () => Promise.resolve(edits));
  access.onProgress?.({ phase: 'writing', done: total, total, unit: 'files', bytes: null });
  return plan.quarantined;
}

function makeFolder(dir: string, made: Set<string>): void {
  if (made.has(dir)) return;
  makeFolder(dirname(dir), made);
  try {
    mkdirSync(dir);
  } catch (error) {
    throw diskError('make the folder', dir, error);
  }
  made.add(dir);
}

function writeNew(path: string, bytes: Uint8Array, isExecutable: boolean): BigIntStats {
  try {
    const file = openSync(path, 'wx', isExecutable ? 0o777 : 0o666);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      return fstatSync(file, { bigint: true });
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw diskError('write', path, error);
  }
}

/** Together they cost a fraction of one by one. */
async function syncAll(paths: readonly string[], breather: Breather): Promise<void> {
  const waiting = [...paths];
  const next = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = await open(path, 'r').catch(() => null);
      await file?.sync().finally(() => file.close());
      if (breather.isDue) await breather.breathe();
    }
  };
  await Promise.all(Array.from({ length: syncedAtOnce }, next));
}
