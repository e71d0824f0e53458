import ignore from 'ignore';
import { expandPath, personalConfigDir, type RepositoryConfig } from './config.ts';
import { readIfPresent } from './whole-file.ts';

/** What git does to a file's bytes on their way into history. */
export type Conversion =
  | { readonly kind: 'none' }
  /** CRLF becomes LF; with `isGuessed` only in what looks like text and was not stored with CRLF. */
  | { readonly kind: 'lineEnds'; readonly isGuessed: boolean }
  /** A program replaces the content, as Git LFS does. */
  | { readonly kind: 'filter'; readonly name: string };

interface AttributeLine {
  matches(path: string): boolean;
  /** The state of each attribute: a value, true (set), false (unset) or null (as if never named). */
  readonly states: ReadonlyMap<string, string | boolean | null>;
}

interface OuterSettings {
  /** Weaker than what the worktree's own files say: the person's. */
  readonly below: readonly AttributeLine[];
  /** Stronger: the repository's `info/attributes`. */
  readonly above: readonly AttributeLine[];
  readonly isAuto: boolean;
  /** Filters for which a program is set; LFS counts always, for its pointers are known. */
  readonly drivers: ReadonlySet<string>;
}

interface Worktree {
  readonly dir: string;
  readonly gitDir: string;
  readonly config: RepositoryConfig;
}

/** The attributes of a worktree's files as they are now. Make one for each piece of work: it remembers. */
export class Attributes {
  readonly #repo: Worktree;
  readonly #folders = new Map<string, Promise<readonly AttributeLine[]>>();
  #outer: Promise<OuterSettings> | null = null;

  constructor(repo: Worktree) {
    this.#repo = repo;
  }

  async conversionOf(path: string): Promise<Conversion> {
    this.#outer ??= this.#readOuter();
    const { below, above, isAuto, drivers } = await this.#outer;
    const folders = ['', ...[...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1))];
    const states = new Map<string, string | boolean | null>();
    const apply = (lines: readonly AttributeLine[], local: string): void => {
      for (const line of lines) {
        if (!line.matches(local)) continue;
        for (const [name, state] of line.states) states.set(name, state);
      }
    };
    apply(below, path);
    for (const folder of folders) apply(await this.#linesOf(folder), path.slice(folder.length));
    apply(above, path);
    return conversionFor(states, isAuto, drivers);
  }

  async #readOuter(): Promise<OuterSettings> {
    const { config, gitDir, dir } = this.#repo;
    const personal = await config.personal();
    const setting = async (key: string) =>
      (await config.get(key)) ?? personal.findLast((entry) => entry.key === key)?.value ?? null;
    const chosen = await setting('core.attributesfile');
    const file = chosen === null ? `${personalConfigDir()}/attributes` : expandPath(chosen, dir);
    const autocrlf = await setting('core.autocrlf');
    const all = [...personal, ...(await config.entries())];
    const named = all.map(({ key }) => /^filter\.(.+)\.(clean|process)$/.exec(key)?.[1] ?? '');
    return {
      drivers: new Set(['lfs', ...named]),
      below: await readLines(file),
      above: await readLines(`${gitDir}/info/attributes`),
      isAuto: autocrlf !== null && !/^(false|no|off|0)$/i.test(autocrlf),
    };
  }

  #linesOf(folder: string): Promise<readonly AttributeLine[]> {
    let lines = this.#folders.get(folder);
    if (lines === undefined) {
      lines = readLines(`${this.#repo.dir}/${folder}.gitattributes`);
      this.#folders.set(folder, lines);
    }
    return lines;
  }
}

function conversionFor(
  states: ReadonlyMap<string, string | boolean | null>,
  isAuto: boolean,
  drivers: ReadonlySet<string>,
): Conversion {
  const filter = states.get('filter');
  if (typeof filter === 'string' && drivers.has(filter)) return { kind: 'filter', name: filter };
  const text = states.get('text') ?? null;
  const isGuessed = text === 'auto' || (text === null && !states.get('eol'));
  if (text === false || (text === null && isGuessed && !isAuto)) return { kind: 'none' };
  return { kind: 'lineEnds', isGuessed };
}

async function readLines(file: string): Promise<AttributeLine[]> {
  const text = (await readIfPresent(file).catch(() => null))?.toString('utf8') ?? '';
  return text.split('\n').flatMap((line) => parseLine(line.trim()) ?? []);
}

function parseLine(line: string): AttributeLine | null {
  const [, quoted, plain, rest = ''] = /^(?:"((?:[^"\\]|\\.)*)"|(\S+))\s*(.*)$/.exec(line) ?? [];
  const pattern = quoted ?? plain ?? '';
  if (pattern === '' || /^(#|!|\[attr\])/.test(pattern)) return null;
  const rules = ignore().add(pattern);
  const isName = !pattern.includes('/');
  const matches = (path: string) => {
    // Without a slash a pattern is for the file's own name, not for the folders above it.
    const tested = isName ? path.slice(path.lastIndexOf('/') + 1) : path;
    return ignore.isPathValid(tested) && rules.test(tested).ignored;
  };
  return { matches, states: new Map(rest.split(/\s+/).flatMap(statesOf)) };
}

function statesOf(word: string): [string, string | boolean | null][] {
  if (word === '') return [];
  if (word === 'binary') return [['text', false]];
  if (word === 'crlf=input') return [['text', true]];
  const [key = '', value] = word.replace(/^[-!]/, '').split('=', 2);
  const state = word.startsWith('-') ? false : word.startsWith('!') ? null : (value ?? true);
  return [[key === 'crlf' ? 'text' : key, state]];
}
