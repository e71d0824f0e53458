import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { JobId, WikiId } from '../../../shared/contract/values.ts';
import type { ManualClock } from '../../helpers/manual-clock.ts';
import { pageAt, startApp, type App } from '../app.ts';
import { filesOf, plainGit } from '../judge.ts';
import { settle } from './settle.ts';
import type { Step } from './steps.ts';
import { edited, markedWord, markedWords, pageName } from './words.ts';

/** What all peers wrote and took away together. */
export interface Words {
  /** Every marked word whose writer was told that it is kept. */
  readonly written: Set<string>;
  /** Words that somebody took away on purpose, having seen them. */
  readonly removed: Set<string>;
}

export interface Peer {
  readonly number: number;
  readonly dir: string;
  readonly clock: ManualClock;
  /** git's names of its remotes, the first and the second; null for one it does not share with. */
  readonly remotes: readonly [string | null, string | null];
  app: App;
  wiki: WikiId;
  marks: number;
}

type Local = Exclude<Step, { kind: 'sync' | 'syncTogether' }>;

/** Reads what is on the disk, as another program would. */
async function textOnDisk(peer: Peer, path: string): Promise<string | null> {
  return readFile(join(peer.dir, path), 'utf8').catch(() => null);
}

/** Notes what a change of a text wrote and what it took away. */
export function note(words: Words, before: string, after: string): void {
  const [old, now] = [markedWords(before), markedWords(after)];
  for (const word of now) if (!old.has(word)) words.written.add(word);
  for (const word of old) if (!now.has(word)) words.removed.add(word);
}

export function newMark(peer: Peer): string {
  peer.marks += 1;
  return markedWord(peer.number, peer.marks);
}

async function pagesOf(peer: Peer): Promise<string[]> {
  const { pages } = await peer.app.call('page.list', { wiki: peer.wiki });
  return pages.map(({ path }) => path);
}

async function pickPage(peer: Peer, number: number): Promise<string | null> {
  const pages = await pagesOf(peer);
  return pages[number % Math.max(1, pages.length)] ?? null;
}

async function save(peer: Peer, words: Words, path: string, change: (text: string) => string) {
  const { app, wiki } = peer;
  const now = await app.call('page.read', { wiki, path: pageAt(path) });
  if (now.kind === 'unreadable') return;
  const before = now.kind === 'page' ? now.text : '';
  const after = change(before);
  const base = now.kind === 'page' ? now.blob : null;
  const saved = await app.call('page.save', { wiki, path: pageAt(path), text: after, base });
  if (saved.kind === 'badName') return; // another page has a name too much like it
  if (saved.kind !== 'saved') throw new Error(`${path} was not saved: ${saved.kind}`);
  note(words, before, after);
}

async function editOutside(
  peer: Peer,
  words: Words,
  path: string,
  change: (text: string) => string,
) {
  const before = await textOnDisk(peer, path);
  if (before === null) return;
  const after = change(before);
  await writeFile(join(peer.dir, path), after);
  note(words, before, after);
}

async function attach(peer: Peer, words: Words, name: number): Promise<void> {
  const path = join(peer.dir, 'files', `Picture ${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  const before = await readFile(path, 'latin1').catch(() => '');
  const after = `\0PNG ${newMark(peer)} `;
  await writeFile(path, Buffer.concat([Buffer.from(after), Buffer.alloc(300, peer.marks)]));
  note(words, before, after);
  await peer.app.call('wiki.recordOutsideChanges', { wiki: peer.wiki });
}

async function restart(peer: Peer, dataDir: string): Promise<void> {
  await peer.app.close();
  peer.app = await startApp(dataDir, { clock: peer.clock });
  peer.wiki = await peer.app.open(peer.dir);
}

/** Does what a peer does by itself. */
export async function act(peer: Peer, step: Local, words: Words, dataDir: string): Promise<void> {
  const { app, wiki } = peer;
  switch (step.kind) {
    case 'edit':
    case 'outside': {
      const path = await pickPage(peer, step.page);
      if (path === null) return;
      const change = (text: string) => edited(text, step.edit, newMark(peer));
      await (step.kind === 'edit' ? save : editOutside)(peer, words, path, change);
      return;
    }
    case 'create': {
      const path = `${pageName(step.name)}.md`;
      if ((await textOnDisk(peer, path)) !== null) return;
      await save(peer, words, path, () => `# ${pageName(step.name)}\n\nBegun ${newMark(peer)}.\n`);
      return;
    }
    case 'rename': {
      const path = await pickPage(peer, step.page);
      if (path === null) return;
      const input = { wiki, path: pageAt(path), to: pageName(step.name) };
      await app.call('page.rename', input);
      return;
    }
    case 'delete': {
      const path = await pickPage(peer, step.page);
      const now = path && (await app.call('page.read', { wiki, path: pageAt(path) }));
      if (!path || !now || now.kind !== 'page') return;
      const gone = await app.call('page.delete', { wiki, path: pageAt(path), base: now.blob });
      if (gone.kind === 'deleted') note(words, now.text, '');
      return;
    }
    case 'attach':
      await attach(peer, words, step.name);
      return;
    case 'settle':
      await settle(peer, words, step);
      return;
    case 'restart':
      await restart(peer, dataDir);
      return;
  }
}

/** What a sync ended in: its failure is part of the story while there is trouble. */
export type SyncEnd =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: AppError };

export async function sync(
  peer: Peer,
  remote: string | null,
  started: (job: JobId) => void = () => undefined,
): Promise<SyncEnd> {
  try {
    await peer.app.job('sync.now', { wiki: peer.wiki, remote }, started);
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'failed', error };
  }
}

/** The files a peer has on the disk, as one text each. */
export async function textsOf(peer: Peer): Promise<string[]> {
  return [...(await filesOf(peer.dir)).values()].map((bytes) => bytes.toString('latin1'));
}

export async function headOf(peer: Peer): Promise<{ commit: string; tree: string }> {
  const [commit = '', tree = ''] = (
    await plainGit(peer.dir, 'rev-parse', 'HEAD', 'HEAD^{tree}')
  ).split('\n');
  return { commit, tree };
}
