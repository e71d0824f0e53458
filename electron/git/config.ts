import { homedir, hostname } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { Person } from '../../shared/contract/values.ts';
import {
  normaliseKey,
  parseConfig,
  withoutSection,
  withoutSetting,
  withSetting,
  type ConfigEntry,
} from './config-text.ts';
import { lock } from './lock-file.ts';
import { readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

const maxIncludeDepth = 8;

export interface Remote {
  readonly name: string;
  readonly url: string;
}

/** The settings of one repository, and the name its person goes by in git. */
export class RepositoryConfig {
  readonly #gitDir: string;
  readonly #path: string;

  constructor(gitDir: string) {
    this.#gitDir = gitDir;
    this.#path = `${gitDir}/config`;
  }

  /** The repository's own setting (`core.bare`); the last one counts; a bare name reads `true`. */
  async get(key: string): Promise<string | null> {
    return valueIn(await this.entries(), key);
  }

  /** Every setting of the repository's own file and of the files it includes, in order. */
  async entries(): Promise<readonly ConfigEntry[]> {
    const own = await this.#entriesOf(this.#path, 0);
    if (valueIn(own, 'extensions.worktreeConfig')?.toLowerCase() !== 'true') return own;
    // Where `git sparse-checkout` keeps its settings.
    return [...own, ...(await this.#entriesOf(`${this.#gitDir}/config.worktree`, 0))];
  }

  set(key: string, value: string): Promise<void> {
    return this.#edit((text) => withSetting(text, key, value));
  }

  unset(key: string): Promise<void> {
    return this.#edit((text) => withoutSetting(text, key));
  }

  async remotes(): Promise<Remote[]> {
    const remotes = new Map<string, string>();
    for (const { key, value } of await this.entries()) {
      const name = /^remote\.(.+)\.url$/.exec(key)?.[1];
      if (name !== undefined && value !== null && !remotes.has(name)) remotes.set(name, value);
    }
    return [...remotes].map(([name, url]) => ({ name, url }));
  }

  /** Adds the remote with git's usual fetch rule, or changes its address. Keep credentials out of `url`. */
  setRemote(name: string, url: string): Promise<void> {
    return this.#edit((text) => {
      const changed = withSetting(text, `remote.${name}.url`, url);
      const hasFetch = parseConfig(changed).entries.some(
        (entry) => entry.key === `remote.${name}.fetch`,
      );
      return hasFetch
        ? changed
        : withSetting(changed, `remote.${name}.fetch`, `+refs/heads/*:refs/remotes/${name}/*`);
    });
  }

  removeRemote(name: string): Promise<void> {
    return this.#edit((text) => withoutSection(text, `remote.${name}`));
  }

  /** Who writes here: the repository's own name and address, else the person's; null when neither is set. */
  async author(): Promise<Person | null> {
    const own = await this.entries();
    const personal = await this.personal();
    const name = valueIn(own, 'user.name') ?? valueIn(personal, 'user.name');
    const email = valueIn(own, 'user.email') ?? valueIn(personal, 'user.email');
    return name === null || name === '' ? null : { name, email: email ?? '' };
  }

  /** As `author`, with a stand-in for a person that git does not know. */
  async authorOrNobody(): Promise<Person> {
    return (await this.author()) ?? { name: 'Unknown', email: `unknown@${hostname()}` };
  }

  /** The settings of the person's own files, later ones weightier; a broken file counts as empty. */
  async personal(): Promise<readonly ConfigEntry[]> {
    const files = personalFiles();
    const all = await Promise.all(
      files.map((file) => this.#entriesOf(file, 0).catch((): readonly ConfigEntry[] => [])),
    );
    return all.flat();
  }

  async #entriesOf(path: string, depth: number): Promise<readonly ConfigEntry[]> {
    const bytes = await readIfPresent(path);
    if (bytes === null) return [];
    const entries: ConfigEntry[] = [];
    for (const entry of parseConfig(bytes.toString('latin1')).entries) {
      entries.push(entry);
      const isInclude = entry.key === 'include.path' || this.#includesHere(entry.key);
      if (!isInclude || entry.value === null || depth === maxIncludeDepth) continue;
      entries.push(...(await this.#entriesOf(expandPath(entry.value, dirname(path)), depth + 1)));
    }
    return entries;
  }

  /** `includeIf.gitdir:~/notes/.path`: the plain forms, which people use to keep two identities apart. */
  #includesHere(key: string): boolean {
    const match = /^includeif\.gitdir(\/i)?:(.+)\.path$/.exec(key);
    if (match === null) return false;
    const [, isCaseless, condition = ''] = match;
    const fold = (text: string): string => (isCaseless === undefined ? text : text.toLowerCase());
    const folder = fold(expandPath(condition, '/').replace(/\*\*$/, ''));
    const here = fold(this.#gitDir);
    return folder.endsWith('/') ? here.startsWith(folder) : here === folder;
  }

  async #edit(change: (text: string) => string): Promise<void> {
    const held = await lock(this.#path);
    try {
      const before = ((await readIfPresent(this.#path)) ?? Buffer.alloc(0)).toString('latin1');
      const after = change(before);
      if (after === before) return;
      await replaceFile(this.#path, Buffer.from(after, 'latin1'), temporaryName(this.#gitDir));
    } finally {
      await held.release();
    }
  }
}

function valueIn(entries: readonly ConfigEntry[], key: string): string | null {
  const wanted = normaliseKey(key);
  const entry = entries.findLast((candidate) => candidate.key === wanted);
  return entry === undefined ? null : (entry.value ?? 'true');
}

function personalFiles(): string[] {
  const chosen = process.env['GIT_CONFIG_GLOBAL'];
  if (chosen !== undefined) return [chosen];
  return [join(personalConfigDir(), 'config'), join(homedir(), '.gitconfig')];
}

/** Where git keeps a person's files besides `~/.gitconfig`. */
export function personalConfigDir(): string {
  const xdg = process.env['XDG_CONFIG_HOME'];
  return join(xdg === undefined || xdg === '' ? join(homedir(), '.config') : xdg, 'git');
}

/** A path of a setting: `~/` is the person's home, a relative one starts at the file's folder. */
export function expandPath(path: string, folder: string): string {
  if (path.startsWith('~/')) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? path : join(folder, path);
}
