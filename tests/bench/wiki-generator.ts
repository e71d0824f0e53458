import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { runGit } from './processes.ts';

/** A generator of numbers that gives the same row for the same seed. */
export type Random = (below: number) => number;

export function seededRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const syllables =
  'ba co de fi ga ho ju ka le mi no pa qui ro sa te u ve wi xo ya zu lar men tis ver'.split(' ');
const folders = ['', 'Projects', 'People', 'Methods', 'Places/Europe', 'Places/Asia', 'Notes/2024'];
const tags = [
  'commons',
  'economy',
  'energy',
  'food',
  'governance',
  'open-source',
  'urban',
  'water',
];
const firstCommitSeconds = 1_600_000_000;
/** As many pages as an import puts into one folder. */
const maxFolderPages = 500;

/** All pages in one folder, or in folders of at most some hundred pages. */
export type Layout = 'flat' | 'foldered';

interface Vocabulary {
  readonly words: readonly string[];
  /** A word; the first ones far more often than the last, as in any language. */
  next(): string;
}

function makeVocabulary(random: Random, size: number): Vocabulary {
  const words = new Set<string>();
  while (words.size < size) {
    let word = '';
    for (let count = 1 + random(4); count > 0; count -= 1) {
      word += syllables[random(syllables.length)] ?? '';
    }
    words.add(words.size % 40 === 0 ? word.replace('e', 'é') : word);
  }
  const list = [...words];
  const next = (): string => list[Math.floor(size ** (random(100_000) / 100_000)) - 1] ?? 'the';
  return { words: list, next };
}

function sentence(random: Random, vocabulary: Vocabulary, titles: readonly string[]): string {
  const words = Array.from({ length: 6 + random(14) }, () => vocabulary.next());
  if (random(5) === 0) words[random(words.length)] = `[[${titles[random(titles.length)] ?? ''}]]`;
  if (random(12) === 0) words[random(words.length)] = `**${vocabulary.next()}**`;
  if (random(30) === 0) words.push(`#${tags[random(tags.length)] ?? ''}`);
  const [first = '', ...rest] = words;
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ')}.`;
}

function pageText(
  random: Random,
  vocabulary: Vocabulary,
  titles: readonly string[],
  title: string,
): string {
  const parts: string[] = [];
  if (random(3) === 0) {
    parts.push(`---\ntags: [${tags[random(tags.length)] ?? ''}]\naliases: [${title} page]\n---\n`);
  }
  parts.push(`# ${title}\n\n`);
  for (let section = 1 + random(6); section > 0; section -= 1) {
    parts.push(`## ${vocabulary.next()} ${vocabulary.next()}\n\n`);
    for (let paragraph = 1 + random(4); paragraph > 0; paragraph -= 1) {
      const count = 1 + random(6);
      const lines = Array.from({ length: count }, () => sentence(random, vocabulary, titles));
      parts.push(random(4) === 0 ? `- ${lines.join('\n- ')}\n\n` : `${lines.join(' ')}\n\n`);
    }
  }
  return parts.join('');
}

/**
 * Makes a git repository of markdown pages with links, tags, folders and a history. The same
 * numbers give the same repository, byte for byte.
 */
export async function generateWiki(
  dir: string,
  pageCount: number,
  layout: Layout,
  seed = 1,
): Promise<void> {
  const random = seededRandom(seed);
  const vocabulary = makeVocabulary(random, 12_000);
  const titles = new Set<string>();
  while (titles.size < pageCount) {
    const name = `${vocabulary.next()} ${vocabulary.words[random(vocabulary.words.length)] ?? ''}`;
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    titles.add(titles.has(title) ? `${title} ${titles.size}` : title);
  }
  const names = [...titles];
  const shards = Math.ceil(pageCount / folders.length / maxFolderPages);
  const paths = names.map((name, index) => {
    const folder = layout === 'flat' ? '' : (folders[random(folders.length)] ?? '');
    const shard = layout === 'flat' || shards === 1 ? '' : `${1 + (index % shards)}`;
    return [folder, shard, `${name}.md`].filter((part) => part !== '').join('/');
  });
  await mkdir(dir, { recursive: true });
  await runGit(dir, 'init', '-q', '-b', 'main');
  const fastImport = spawn('git', ['fast-import', '--quiet'], {
    cwd: dir,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const write = async (text: string): Promise<void> => {
    if (!fastImport.stdin.write(text)) await once(fastImport.stdin, 'drain');
  };
  const writePage = (index: number): Promise<void> => {
    const text = pageText(random, vocabulary, names, names[index] ?? '');
    return write(`M 100644 inline "${paths[index] ?? ''}"\n${sized(text)}`);
  };
  const commitCount = 1 + Math.min(400, Math.ceil(pageCount / 5));
  for (let commit = 0; commit < commitCount; commit += 1) {
    const author = `Writer ${random(9)} <writer@example.org> ${firstCommitSeconds + commit * 3600} +0000`;
    await write(
      `commit refs/heads/main\nauthor ${author}\ncommitter ${author}\n${sized(`Edit ${commit}\n`)}`,
    );
    if (commit === 0) for (let index = 0; index < pageCount; index += 1) await writePage(index);
    else for (let count = 1 + random(3); count > 0; count -= 1) await writePage(random(pageCount));
  }
  const ended = once(fastImport, 'exit');
  fastImport.stdin.end();
  await ended;
  if (fastImport.exitCode !== 0) throw new Error('git fast-import could not make the wiki');
  await runGit(dir, 'checkout', '-q', '-f', 'main');
}

function sized(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
