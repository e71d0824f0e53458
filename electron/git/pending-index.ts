import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { isProcessAlive } from './leftovers.ts';
import { isAbsent, readIfPresent } from './whole-file.ts';

/**
 * Notes, in `.git/commonplace/`, of paths whose commit is made before the index says so.
 *
 * Were the process killed between the two, `git status` would show the save undone and a commit by
 * hand would undo it. Whoever changes the index next finds the note and sets its paths right.
 */
export class PendingIndex {
  readonly #dir: string;
  readonly #own = new Set<string>();

  constructor(gitDir: string) {
    this.#dir = `${gitDir}/commonplace/pending-index`;
  }

  /** Leaves a note; hand its name to `settled` when the index holds the paths. */
  async announce(paths: readonly string[]): Promise<string> {
    const name = `${process.pid}-${randomBytes(6).toString('hex')}`;
    this.#own.add(name);
    const write = () => writeFile(`${this.#dir}/${name}`, JSON.stringify(paths));
    await write().catch(async (error: unknown) => {
      if (!isAbsent(error)) throw error;
      await mkdir(this.#dir, { recursive: true });
      await write();
    });
    return name;
  }

  /** The note stays, for whoever changes the index next: it could not be changed now. */
  abandon(name: string): void {
    this.#own.delete(name);
  }

  async settled(names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#own.delete(name);
      await rm(`${this.#dir}/${name}`, { force: true });
    }
  }

  /** Notes that nobody is working on any more: of killed processes, or abandoned. */
  async leftBehind(): Promise<{ readonly names: string[]; readonly paths: string[] }> {
    const names = (await this.#list()).filter((name) => this.#isLeftBehind(name));
    const paths = new Set<string>();
    for (const name of names) {
      const text = (await readIfPresent(`${this.#dir}/${name}`))?.toString('utf8') ?? '[]';
      for (const path of parsePaths(text)) paths.add(path);
    }
    return { names, paths: [...paths] };
  }

  #isLeftBehind(name: string): boolean {
    const pid = Number(name.split('-')[0]);
    return pid === process.pid ? !this.#own.has(name) : !isProcessAlive(pid);
  }

  async #list(): Promise<string[]> {
    try {
      return await readdir(this.#dir);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }
}

function parsePaths(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
  } catch {
    // Cut short by the crash: its commit was not made yet, for the note comes first.
    return [];
  }
}
