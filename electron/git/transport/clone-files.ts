import {
  close,
  closeSync,
  fstatSync,
  fsync,
  mkdirSync,
  openSync,
  writeSync,
  type BigIntStats,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { planCheckout, type PlannedFile, type Quarantined } from '../checkout-plan.ts';
import { readCommit } from '../commit-object.ts';
import { emptyIndex, type NewIndexEntry } from '../index-file.ts';
import { updateIndexOrFail } from '../index-update.ts';
import type { ObjectStore } from '../object-store.ts';
import type { Repository } from '../repository.ts';
import { treeMode } from '../tree.ts';
import { diskError } from '../whole-file.ts';
import type { JobAccess } from './access.ts';
import { Breather } from './breather.ts';

/** Files on their way to the disk at a time: together they cost a fraction of one by one. */
const syncedAtOnce = 64;

/**
 * Writes a commit's files into a worktree that was made just now and that nobody else knows of yet.
 *
 * So there is nothing to compare with and no file to keep, and every folder is one made here: a
 * file is written at once under its own name. The files are on the disk when this returns, their
 * folders after `syncFolders`. An interrupted clone is thrown away whole.
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
  const syncing = new SyncQueue();
  const total = plan.files.length;
  const report = (done: number): void =>
    access.onProgress?.({ phase: 'writing', done, total, unit: 'files', bytes: null });
  try {
    for (const { path, after } of await inOrderOfStore(repo.objects, plan.files)) {
      if (after === null) continue;
      const body = await repo.objects.readAs('blob', after.oid);
      const file = `${repo.dir}/${path}`;
      makeFolder(dirname(file), folders);
      const written = writeNew(file, body, after.mode === treeMode.executable);
      edits.set(path, { ...after, isSkipped: false, stats: written.stats });
      await syncing.add(file, written.descriptor);
      if (!breather.isDue) continue;
      report(syncing.done);
      await breather.breathe();
    }
  } finally {
    await syncing.end();
  }
  for (const [path, leaf] of plan.indexOnly) {
    edits.set(path, leaf === null ? null : { ...leaf, isSkipped: true, stats: null });
  }
  await updateIndexOrFail(repo, () => Promise.resolve(edits));
  report(total);
  return plan.quarantined;
}

/** Brings what names the files of a new wiki to the disk, before the rename that makes it known. */
export async function syncFolders(root: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder can't be opened there; names are journaled
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory());
  const folders = [root, ...inside.map(({ parentPath, name }) => `${parentPath}/${name}`)];
  const syncing = new SyncQueue();
  try {
    for (const folder of folders) await syncing.add(folder, openSync(folder, 'r'));
  } finally {
    await syncing.end();
  }
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

/** The caller closes the descriptor. */
function writeNew(
  path: string,
  bytes: Uint8Array,
  isExecutable: boolean,
): { readonly descriptor: number; readonly stats: BigIntStats } {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'wx', isExecutable ? 0o777 : 0o666);
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    return { descriptor, stats: fstatSync(descriptor, { bigint: true }) };
  } catch (error) {
    if (descriptor !== null) closeSync(descriptor);
    throw diskError('write', path, error);
  }
}

/** Open files on their way to the disk, a few at a time; each is closed when it is there. */
class SyncQueue {
  #waiting = 0;
  #done = 0;
  #failure: AppError | null = null;
  #wake: (() => void) | null = null;

  /** How many reached the disk. */
  get done(): number {
    return this.#done;
  }

  async add(path: string, descriptor: number): Promise<void> {
    this.#waiting += 1;
    fsync(descriptor, (error) => {
      close(descriptor, (closing) => {
        const failed = error ?? closing;
        if (failed !== null) this.#failure ??= diskError('write', path, failed);
        this.#waiting -= 1;
        this.#done += 1;
        this.#wake?.();
      });
    });
    await this.#until(syncedAtOnce);
  }

  /** @throws AppError `DISK` when one of them did not reach the disk */
  async end(): Promise<void> {
    await this.#until(1);
    if (this.#failure !== null) throw this.#failure;
  }

  async #until(fewerThan: number): Promise<void> {
    while (this.#waiting >= fewerThan) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
