import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pageAt, startApp } from '../app.ts';
import { newMark, note, type Peer, type Words } from './peer.ts';
import { settle } from './settle.ts';
import type { Step } from './steps.ts';
import { edited, pageName } from './words.ts';

type Local = Exclude<Step, { kind: 'sync' | 'syncTogether' }>;

/** Reads what is on the disk, as another program would. */
async function textOnDisk(peer: Peer, path: string): Promise<string | null> {
  return readFile(join(peer.dir, path), 'utf8').catch(() => null);
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
