import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import type { Signature } from './commit-object.ts';
import { damaged } from './limits.ts';
import { lock } from './lock-file.ts';
import { isOid } from './oid.ts';
import { readPackedRefs, removePackedRef } from './packed-refs.ts';
import { removeEmptyFolders, removeEmptyParents } from './ref-folders.ts';
import { checkRefName, isRefName } from './ref-name.ts';
import { appendReflog, removeReflog, type ReflogLine } from './reflog.ts';
import {
  diskError,
  isAbsent,
  readIfPresent,
  replaceFile,
  stageFile,
  systemCode,
  temporaryName,
} from './whole-file.ts';

const maxSymbolicDepth = 5;

type LooseRef =
  | { readonly kind: 'direct'; readonly oid: Oid }
  | { readonly kind: 'symbolic'; readonly target: string }
  | { readonly kind: 'absent' };

/** Branches, tags and HEAD of one repository. A ref moves only by compare-and-swap under git's lock. */
export class RefStore {
  readonly #gitDir: string;
  readonly #identity: () => Promise<Signature>;

  constructor(gitDir: string, identity: () => Promise<Signature>) {
    this.#gitDir = gitDir;
    this.#identity = identity;
  }

  /** The branch HEAD stands on and its commit (null before the first); a detached HEAD is the ref `HEAD`. */
  async head(): Promise<{ readonly ref: string; readonly oid: Oid | null }> {
    const { name, oid } = await this.#follow('HEAD');
    return { ref: name, oid };
  }

  /** What the ref points at, symbolic refs followed; null when it does not exist. */
  async read(ref: string): Promise<Oid | null> {
    return (await this.#follow(ref)).oid;
  }

  /** The refs below a prefix (`refs/heads/`), sorted by name. */
  async list(prefix: string): Promise<{ readonly ref: string; readonly oid: Oid }[]> {
    const found = new Map<string, Oid>();
    for (const [ref, oid] of await readPackedRefs(this.#gitDir)) {
      if (ref.startsWith(prefix)) found.set(ref, oid);
    }
    for (const ref of await this.#looseNames('refs')) {
      if (!ref.startsWith(prefix)) continue;
      const oid = await this.read(ref);
      if (oid !== null) found.set(ref, oid);
    }
    return [...found].map(([ref, oid]) => ({ ref, oid })).sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  /**
   * Moves a ref if it still points at `expected` (null: it must not exist); `next` null deletes it.
   *
   * @param by who the reflog names; the person of the repository when left out
   * @param beforeMove runs under the ref's lock once it is sure that the ref may move; on its failure it does not
   * @returns false when the ref points elsewhere
   * @throws AppError `REPO_BUSY` when another program keeps the lock, `BAD_INPUT` for a name that no
   *   ref can have or that stands in another's way (`a` beside `a/b`)
   */
  async compareAndSwap(
    ref: string,
    expected: Oid | null,
    next: Oid | null,
    message: string,
    by?: Signature,
    beforeMove: () => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    const { name } = await this.#follow(ref);
    const path = this.#path(name);
    await this.#makeRoom(name);
    const held = await this.#lock(path);
    try {
      if ((await this.read(name)) !== expected) return false;
      if (expected === next) return true;
      if (next === null) {
        await beforeMove();
        await this.#delete(name);
      } else {
        const line = { before: expected, after: next, by: by ?? (await this.#identity()), message };
        await this.#move(name, line, beforeMove);
      }
      return true;
    } finally {
      await held.release();
      if (next === null) await removeEmptyParents(path, `${this.#gitDir}/refs/heads`);
    }
  }

  /** Makes a ref (HEAD, `refs/remotes/origin/HEAD`) stand for another one. */
  async setSymbolic(ref: string, target: string): Promise<void> {
    checkRefName(ref);
    checkRefName(target);
    const path = this.#path(ref);
    const held = await this.#lock(path);
    try {
      await replaceFile(path, Buffer.from(`ref: ${target}\n`), temporaryName(this.#gitDir));
    } finally {
      await held.release();
    }
  }

  async #move(
    name: string,
    line: ReflogLine & { readonly after: Oid },
    beforeMove: () => Promise<void>,
  ): Promise<void> {
    // The new value is written beside `refs/`, where no reader takes a half-written file for a ref.
    const bytes = Buffer.from(`${line.after}\n`);
    const staged = stageFile(this.#path(name), bytes, temporaryName(this.#gitDir));
    try {
      await beforeMove();
      const isHead = name !== 'HEAD' && (await this.#follow('HEAD')).name === name;
      await Promise.all(
        [name, ...(isHead ? ['HEAD'] : [])].map((ref) => appendReflog(this.#gitDir, ref, line)),
      );
      await staged.put();
    } finally {
      await staged.discard();
    }
  }

  async #delete(name: string): Promise<void> {
    // Packed first: were the loose file gone and the packed line not, an old value would come back.
    if ((await readPackedRefs(this.#gitDir)).has(name)) await removePackedRef(this.#gitDir, name);
    await rm(this.#path(name), { force: true });
    await removeReflog(this.#gitDir, name);
  }

  #path(ref: string): string {
    checkRefName(ref);
    return `${this.#gitDir}/${ref}`;
  }

  /** The ref that symbolic refs lead to, and what it points at. */
  async #follow(ref: string): Promise<{ readonly name: string; readonly oid: Oid | null }> {
    let name = ref;
    for (let depth = 0; depth <= maxSymbolicDepth; depth += 1) {
      const loose = await this.#readLoose(name);
      if (loose.kind === 'direct') return { name, oid: loose.oid };
      if (loose.kind === 'absent') {
        return { name, oid: (await readPackedRefs(this.#gitDir)).get(name) ?? null };
      }
      name = loose.target;
    }
    throw damaged(`the ref ${ref} leads in a circle`);
  }

  async #readLoose(ref: string): Promise<LooseRef> {
    const path = this.#path(ref);
    let text: string | undefined;
    try {
      text = (await readIfPresent(path))?.toString('utf8').trimEnd();
    } catch (error) {
      // A folder: `refs/heads/a` where the branch is `a/b`.
      if (error instanceof AppError && error.data['reason'] === 'EISDIR') return { kind: 'absent' };
      throw error;
    }
    if (text === undefined) return { kind: 'absent' };
    if (text.startsWith('ref:')) {
      const target = text.slice('ref:'.length).trim();
      if (!isRefName(target)) throw damaged(`the ref ${ref} points at no ref`);
      return { kind: 'symbolic', target };
    }
    const oid = text.slice(0, 40);
    if (!isOid(oid)) throw damaged(`the ref ${ref} holds no object id`);
    return { kind: 'direct', oid };
  }

  async #looseNames(folder: string): Promise<string[]> {
    const entries = await readdir(`${this.#gitDir}/${folder}`, { withFileTypes: true }).catch(
      (error: unknown) => {
        if (isAbsent(error)) return [];
        throw diskError('read', folder, error);
      },
    );
    const names: string[] = [];
    for (const entry of entries) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) names.push(...(await this.#looseNames(name)));
      else if (isRefName(name)) names.push(name);
    }
    return names;
  }

  /** Refuses a ref whose name is a folder of another's, or the other way about. */
  async #makeRoom(name: string): Promise<void> {
    if (!name.startsWith('refs/')) return;
    const path = this.#path(name);
    const found = await stat(path).catch(() => null);
    // It has its room.
    if (found?.isFile() === true) return;
    if (found?.isDirectory() === true) await removeEmptyFolders(path);
    const others = [...(await readPackedRefs(this.#gitDir)).keys()];
    const clash = others.find(
      (other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`),
    );
    const isStillFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (clash !== undefined || isStillFolder) throw nameTaken(name, clash ?? `${name}/…`);
  }

  async #lock(path: string): ReturnType<typeof lock> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (attempt > 0) await mkdir(dirname(path), { recursive: true });
        return await lock(path);
      } catch (error) {
        const code = systemCode(error);
        if (code === 'EEXIST' || code === 'ENOTDIR') {
          throw nameTaken(path.slice(this.#gitDir.length + 1), 'a shorter name');
        }
        // Not there yet, or another process deleted the folder's last ref between the two steps.
        if (!isAbsent(error) || attempt === 6) throw error;
      }
    }
  }
}

function nameTaken(name: string, other: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `The branch name "${name}" stands in the way of ${other}, which exists. Choose another name.`,
    { ref: name, other },
  );
}
