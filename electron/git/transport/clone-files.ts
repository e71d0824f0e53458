import { closeSync, fstatSync, mkdirSync, openSync, writeSync, type BigIntStats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Oid } from '../../../shared/contract/values.ts';
import { planCheckout, type PlannedFile, type Quarantined } from '../checkout-plan.ts';
import { readCommit } from '../commit-object.ts';
import { emptyIndex, type NewIndexEntry } from '../index-file.ts';
import { updateIndexOrFail } from '../index-update.ts';
import type { ObjectStore } from '../object-store.ts';
import { syncFolder } from '../pack-file.ts';
import type { Repository } from '../repository.ts';
import { treeMode } from '../tree.ts';
import { noteUnsynced } from '../unsynced-files.ts';
import { diskError } from '../whole-file.ts';
import type { JobAccess } from './access.ts';
import { Breather } from './breather.ts';

/**
 * Writes a commit's files into a worktree that was made just now and that nobody else knows of yet.
 *
 * So there is nothing to compare with and no file to keep, and every folder is one made here: a
 * file is written at once under its own name. An interrupted clone is thrown away whole.
 *
 * Nothing waits for the disk: tens of thousands of files would, one by one, for longer than all
 * the rest takes. What the files hold is in the packs, which are on the disk, and a note on it
 * says that the files may not be; see `unsynced-files.ts` for what comes of it.
 */
export async function writeFirstFiles(
  repo: Repository,
  commit: Oid,
  access: JobAccess,
): Promise<readonly Quarantined[]> {
  const { tree } = await readCommit(repo.objects, commit);
  const plan = await planCheckout(repo, null, tree, emptyIndex, true);
  const breather = new Breather(access.signal);
  const edits = new Map<string, NewIndexEntry | null>();
  const folders = new Set([repo.dir]);
  const total = plan.files.length;
  const report = (written: number): void =>
    access.onProgress?.({ phase: 'writing', done: written, total, unit: 'files', bytes: null });
  let done = 0;
  for (const { path, after } of await inOrderOfStore(repo.objects, plan.files)) {
    if (after === null) continue;
    const body = await repo.objects.readAs('blob', after.oid);
    const file = `${repo.dir}/${path}`;
    makeFolder(dirname(file), folders);
    const stats = writeNew(file, body, after.mode === treeMode.executable);
    edits.set(path, { ...after, isSkipped: false, stats });
    done += 1;
    if (!breather.isDue) continue;
    report(done);
    await breather.breathe();
  }
  for (const [path, leaf] of plan.indexOnly) {
    edits.set(path, leaf === null ? null : { ...leaf, isSkipped: true, stats: null });
  }
  await updateIndexOrFail(repo, () => Promise.resolve(edits));
  await noteUnsynced(repo.gitDir, commit);
  report(total);
  return plan.quarantined;
}

/** Brings what names the parts of a new repository to the disk, before the rename that makes it known. */
export async function syncRepositoryFolders({ dir, gitDir }: Repository): Promise<void> {
  if (process.platform === 'win32') return; // a folder can't be opened there; names are journaled
  const entries = await readdir(gitDir, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory());
  for (const { parentPath, name } of inside) await syncFolder(`${parentPath}/${name}`);
  await syncFolder(gitDir);
  await syncFolder(dir);
}

/** Neighbours in a pack build on each other: read together, each is unpacked once. */
async function inOrderOfStore(
  objects: ObjectStore,
  files: readonly PlannedFile[],
): Promise<readonly PlannedFile[]> {
  const places: { readonly file: PlannedFile; readonly place: number }[] = [];
  for (const file of files) {
    const place = file.after === null ? 0 : await objects.placeOf(file.after.oid);
    places.push({ file, place });
  }
  return places.sort((a, b) => a.place - b.place).map(({ file }) => file);
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
    const descriptor = openSync(path, 'wx', isExecutable ? 0o777 : 0o666);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      return fstatSync(descriptor, { bigint: true });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw diskError('write', path, error);
  }
}
