import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repackLoose } from '../../../electron/git/repack.ts';
import { openRepository } from '../../../electron/git/repository.ts';
import { fetchInto } from '../../../electron/git/transport/fetch.ts';
import type { WikiId } from '../../../shared/contract/values.ts';
import { pageAt, startApp, type App } from '../app.ts';
import { pageText } from './pages.ts';

/** What is killed. Each runs the real code over real folders, and is what a person does again after. */
export const operations = [
  'save',
  'record',
  'rename',
  'settle',
  'fetch',
  'checkout',
  'merge',
  'folder',
  'clone',
  'repack',
  'parcel',
] as const;
export type Operation = (typeof operations)[number];

export interface Task {
  readonly operation: Operation;
  readonly wiki: string;
  readonly dataDir: string;
  /** The remote's, and for a parcel the folder it is put in; empty where there is none. */
  readonly url: string;
  /** In every text that this run writes. */
  readonly token: string;
}

/** What a run tells while it works: each is said before it goes on. */
export type Message =
  | { readonly kind: 'opening' | 'begin' | 'end' }
  | { readonly kind: 'try'; readonly path: string; readonly token: string }
  | {
      readonly kind: 'kept';
      readonly path: string;
      readonly token: string;
      readonly commit: string;
    };

type Tell = (message: Message) => void;

const savesPerRun = 8;

async function save(app: App, wiki: WikiId, { token }: Task, tell: Tell): Promise<void> {
  for (let round = 0; round < savesPerRun; round += 1) {
    const name = round % 3 === 2 ? `New/${token} ${round}.md` : `Folder 0/Page ${round % 4}.md`;
    const path = pageAt(name);
    const now = await app.call('page.read', { wiki, path });
    const text = pageText(path, `${token}-${round}`);
    const base = now.kind === 'page' ? now.blob : null;
    tell({ kind: 'try', path, token: `${token}-${round}` });
    const saved = await app.call('page.save', { wiki, path, text, base });
    if (saved.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(saved)}`);
    tell({ kind: 'kept', path, token: `${token}-${round}`, commit: saved.commit });
  }
}

/** The page's old and new name; a run renames it to whichever it has not. */
export const renamed = { from: 'Target.md', to: 'Goal.md' } as const;

async function rename(app: App, wiki: WikiId, task: Task): Promise<void> {
  await app.call('wiki.recordOutsideChanges', { wiki });
  // After a kill both may be there: then the page was moved already, and nothing is left to do.
  if (existsSync(join(task.wiki, renamed.to))) return;
  const outcome = await app.call('page.rename', {
    wiki,
    path: pageAt(renamed.from),
    to: renamed.to,
  });
  if (outcome.kind !== 'renamed') throw new Error(`not renamed: ${JSON.stringify(outcome)}`);
}

async function sync(app: App, wiki: WikiId): Promise<void> {
  const status = await app.job('sync.now', { wiki });
  if (status.state.kind !== 'idle') throw new Error(`not shared: ${JSON.stringify(status.state)}`);
}

async function record(app: App, wiki: WikiId): Promise<void> {
  await app.call('wiki.recordOutsideChanges', { wiki });
}

/** Settles the world's only choice; after a kill it may be settled already. */
async function settle(app: App, wiki: WikiId): Promise<void> {
  const [open] = (await app.call('choice.list', { wiki })).choices;
  if (open === undefined) return;
  const { path } = open;
  const { choice } = await app.call('choice.read', { wiki, path });
  if (choice?.kind !== 'text') throw new Error(`no text to choose: ${JSON.stringify(choice)}`);
  const texts = choice.parts.map((part) =>
    part.kind === 'merged' ? part.text : (part.versions[0]?.text ?? ''),
  );
  const { blob: base, ids } = choice;
  const decision = { kind: 'text', text: texts.join(''), base, ids } as const;
  const outcome = await app.call('choice.settle', { wiki, path, decision });
  if (outcome.kind !== 'settled') throw new Error(`not settled: ${outcome.kind}`);
}

async function parcel(app: App, wiki: WikiId, { url }: Task): Promise<void> {
  const made = await app.job('parcel.make', { wiki, dir: url });
  if (made.kind !== 'made') throw new Error(`no parcel: ${made.kind}`);
}

const inWiki = {
  save,
  rename,
  settle,
  record,
  parcel,
  checkout: sync,
  merge: sync,
  folder: sync,
};

async function fetch({ wiki, url }: Task, tell: Tell): Promise<void> {
  const repo = await openRepository(wiki);
  try {
    tell({ kind: 'begin' });
    const { signal } = new AbortController();
    await fetchInto(repo, { url, credentials: null, signal }, { remote: 'origin' });
  } finally {
    await repo.close();
  }
}

async function repack({ wiki }: Task, tell: Tell): Promise<void> {
  const repo = await openRepository(wiki);
  try {
    tell({ kind: 'begin' });
    await repackLoose(repo, { signal: new AbortController().signal });
  } finally {
    await repo.close();
  }
}

async function clone(app: App, { wiki, url }: Task): Promise<void> {
  if (existsSync(join(wiki, '.git'))) {
    await app.open(wiki);
    return;
  }
  const [parentDir, name] = [join(wiki, '..'), 'wiki'];
  const joined = await app.job('wiki.join', { url, parentDir, name });
  if (joined.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(joined)}`);
}

/** Does a task from the opening of the app to its close. */
export async function perform(task: Task, tell: Tell): Promise<void> {
  tell({ kind: 'opening' });
  if (task.operation === 'fetch' || task.operation === 'repack') {
    await (task.operation === 'fetch' ? fetch : repack)(task, tell);
    tell({ kind: 'end' });
    return;
  }
  const app = await startApp(task.dataDir);
  try {
    if (task.operation === 'clone') {
      tell({ kind: 'begin' });
      await clone(app, task);
    } else {
      const wiki = await app.open(task.wiki);
      tell({ kind: 'begin' });
      await inWiki[task.operation](app, wiki, task, tell);
    }
    tell({ kind: 'end' });
  } finally {
    await app.close();
  }
  if (app.complaints.length > 0) throw new Error(app.complaints.join('\n'));
}
