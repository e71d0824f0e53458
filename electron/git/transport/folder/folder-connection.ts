import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Oid } from '../../../../shared/contract/values.ts';
import { isAbsent, systemCode } from '../../whole-file.ts';
import { limitsOf, throwIfCancelled, type JobAccess, type TransferRepository } from '../access.ts';
import type { Advertisement } from '../advertisement.ts';
import { Breather } from '../breather.ts';
import type { BranchMove, MoveReport, RemoteConnection } from '../connection.ts';
import { wholeStore } from './folder-copy.ts';
import {
  absentFolder,
  openFolderPlace,
  requirePlainObjects,
  type FolderPlace,
} from './folder-place.ts';
import { folderRefs, moveFolderRef } from './folder-refs.ts';
import type { OwnHistory } from '../negotiate.ts';
import { newCommits } from '../new-commits.ts';
import { objectsLacked } from '../objects-lacked.ts';
import { installPack } from '../pack/pack-install.ts';
import { packBytes } from '../pack/pack-write.ts';
import { objectsToSend } from '../push-objects.ts';

const leftoverAgeMs = 48 * 60 * 60_000;

/** How a read or a write fails when the disk goes away in the middle. */
const mayBeAbsence: ReadonlySet<string> = new Set(['DISK', 'REPO_DAMAGED', 'REMOTE_INVALID']);

/** A repository in a folder: objects go from store to store, and no git is needed on either side. */
export class FolderConnection implements RemoteConnection {
  readonly listsAll = true;
  readonly #access: JobAccess;
  readonly #dir: string;
  #place: FolderPlace | null = null;

  constructor(access: JobAccess, dir: string) {
    this.#access = access;
    this.#dir = dir;
  }

  discover(): Promise<Advertisement> {
    throwIfCancelled(this.#access.signal);
    return this.#guarded(async () => folderRefs((await this.#opened()).gitDir));
  }

  holdsAny(_: Advertisement, commits: readonly Oid[]): Promise<boolean> {
    return this.#guarded(async () => {
      const { objects } = await this.#opened();
      for (const oid of commits) if (await objects.has(oid)) return true;
      return false;
    });
  }

  fetch(
    repo: TransferRepository,
    _: Advertisement,
    wants: readonly Oid[],
    own: OwnHistory,
  ): Promise<number> {
    return this.#guarded(async () => {
      const { objects } = await this.#opened();
      await requirePlainObjects(objects.dir);
      const breather = new Breather(this.#access.signal);
      if (own.known.size === 0) {
        const whole = await wholeStore(objects, breather);
        if (whole !== null) {
          try {
            return await installPack(repo.objects, whole, wants, this.#access);
          } catch (error) {
            // What nobody uses any more may have holes, and a repack may take packs away meanwhile:
            // the wanted history is looked at next.
            if (!(error instanceof AppError) || error.code !== 'REMOTE_INVALID') throw error;
          }
        }
      }
      const known = { commits: own.known, shallow: own.shallow };
      const list = await objectsToSend(objects, await newCommits(objects, wants, known), breather);
      if (list.length > limitsOf(this.#access).maxObjects) {
        throw new AppError('LIMIT', 'The history in this folder is too large to be read here.');
      }
      const chunks = packBytes(objects, list, breather, (done) =>
        this.#report('packing', done, list.length),
      );
      return installPack(repo.objects, chunks, wants, this.#access);
    });
  }

  async push(
    repo: TransferRepository,
    { refs }: Advertisement,
    move: BranchMove,
  ): Promise<MoveReport> {
    const place = await this.#opened();
    if (await isCheckedOut(place, move.remoteRef)) return { kind: 'rejected', words: inUse };
    const breather = new Breather(this.#access.signal);
    const list = await objectsLacked(repo, refs.values(), move, breather);
    await requirePlainObjects(place.objects.dir);
    await removeOldLeftovers(place.objects.dir);
    const chunks = packBytes(repo.objects, list, breather, (done) =>
      this.#report('sending', done, list.length),
    );
    const { signal, limits } = this.#access;
    const job = { signal, ...(limits ? { limits } : {}) };
    const isMoved = await this.#guarded(async () => {
      if (list.length > 0) await installPack(place.objects, chunks, [move.localOid], job);
      return moveFolderRef(place.gitDir, move.remoteRef, move.expected, move.localOid);
    });
    return isMoved ? { kind: 'moved' } : { kind: 'rejected', words: '' };
  }

  async close(): Promise<void> {
    const place = this.#place;
    this.#place = null;
    await place?.objects.close();
  }

  async #opened(): Promise<FolderPlace> {
    this.#place ??= await openFolderPlace(this.#dir);
    return this.#place;
  }

  #report(phase: string, done: number, total: number): void {
    this.#access.onProgress?.({ phase, done, total, unit: 'objects', bytes: null });
  }

  /** Says of a failure what it means here: a stick may be pulled out at any moment. */
  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && !mayBeAbsence.has(error.code)) throw error;
      const gitDir = this.#place?.gitDir;
      if (gitDir !== undefined && !(await isThere(gitDir))) throw absentFolder(this.#dir, error);
      if (error instanceof AppError && error.code === 'REPO_DAMAGED') {
        throw new AppError(
          'REMOTE_INVALID',
          `The wiki in the folder ${this.#dir} is damaged. Nothing was changed. Mend it with "git fsck" there, or share through another folder.`,
          {},
          { cause: error },
        );
      }
      if (error instanceof AppError || systemCode(error) === null) throw error;
      throw new AppError(
        'NETWORK',
        `The folder ${this.#dir} could not be read or written to. Check that it is connected, and its permissions.`,
        { reason: systemCode(error) },
        { cause: error },
      );
    }
  }
}

const inUse =
  'This folder is somebody’s open wiki: its pages would not follow what is shared into it. Share through a folder of its own, and let that wiki get its changes from there.';

/** As git refuses it: the files beside a branch that is checked out would all seem changed. */
async function isCheckedOut({ gitDir, isBare }: FolderPlace, ref: string): Promise<boolean> {
  const linked = await readdir(`${gitDir}/worktrees`).catch((): string[] => []);
  const heads = linked.map((name) => `${gitDir}/worktrees/${name}/HEAD`);
  if (!isBare) heads.push(`${gitDir}/HEAD`);
  for (const head of heads) {
    const found = await stat(head).catch(() => null);
    if (found?.isFile() !== true || found.size > 4096) continue;
    const text = await readFile(head, 'utf8');
    if (/^ref:\s*(.+?)\s*$/u.exec(text)?.[1] === ref) return true;
  }
  return false;
}

/** Of transfers that were killed. By age only: a process id means nothing on a disk that several computers use. */
async function removeOldLeftovers(objectsDir: string): Promise<void> {
  const packs = `${objectsDir}/pack`;
  for (const name of await readdir(packs).catch((): string[] => [])) {
    if (!/^tmp_(?:pack|idx)_commonplace-/u.test(name)) continue;
    const found = await stat(`${packs}/${name}`).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < leftoverAgeMs) continue;
    await rm(`${packs}/${name}`, { force: true });
  }
}

async function isThere(dir: string): Promise<boolean> {
  try {
    await stat(`${dir}/HEAD`);
    return true;
  } catch (error) {
    return !isAbsent(error) && systemCode(error) !== 'EIO' && systemCode(error) !== 'ENODEV';
  }
}
