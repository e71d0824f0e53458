import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, obstacles, plainGit, repositoryProblems } from '../judge.ts';
import { renamed, type Message, type Operation } from './operations.ts';
import { pageText } from './pages.ts';
import type { World } from './worlds.ts';

/** What a world may hold: everything it held before the run, or held after one that nobody killed. */
export interface Expected {
  readonly before: ReadonlyMap<string, Buffer>;
  readonly after: ReadonlyMap<string, Buffer>;
  readonly stand: { readonly before: Stand; readonly after: Stand };
  /** Where the remote stood before. */
  readonly remoteTip: string;
  /** Every object that the wiki's repository held before, whether a branch reaches it or not. */
  readonly objects: ReadonlySet<string>;
}

/** Commit and tree of HEAD, and what the wiki knows of its remote. */
interface Stand {
  readonly commit: string;
  readonly tree: string;
  readonly tracked: string;
  /** How many commits its history has. */
  readonly commits: number;
}

const nowhere: Stand = { commit: '', tree: '', tracked: '', commits: 0 };

export async function standOf({ task }: World): Promise<Stand> {
  if (!existsSync(join(task.wiki, '.git'))) return nowhere;
  const [commit = '', tree = ''] = (
    await plainGit(task.wiki, 'rev-parse', 'HEAD', 'HEAD^{tree}')
  ).split('\n');
  const format = '--format=%(objectname)';
  const tracked = await plainGit(task.wiki, 'for-each-ref', format, 'refs/remotes/origin/main');
  const commits = Number(await plainGit(task.wiki, 'rev-list', '--count', 'HEAD'));
  return { commit, tree, tracked, commits };
}

/** The files of the wiki; none when it is not there. */
export async function contentOf({ task }: World): Promise<Map<string, Buffer>> {
  return existsSync(task.wiki) ? filesOf(task.wiki) : new Map<string, Buffer>();
}

/** Every object in a wiki's repository. */
export async function objectsOf({ task }: World): Promise<Set<string>> {
  if (!existsSync(join(task.wiki, '.git'))) return new Set();
  const format = '--batch-check=%(objectname)';
  const all = await plainGit(task.wiki, 'cat-file', format, '--batch-all-objects');
  return new Set(all.split('\n'));
}

async function soundness(world: World): Promise<string[]> {
  const dirs = [world.task.wiki, world.remote].filter((dir) => dir !== null && existsSync(dir));
  const found = await Promise.all(dirs.map((dir) => repositoryProblems(dir ?? '')));
  return found.flat();
}

function tried(messages: readonly Message[]): Map<string, Set<string>> {
  const texts = new Map<string, Set<string>>();
  for (const message of messages) {
    if (message.kind !== 'try') continue;
    const { path, token } = message;
    texts.set(path, (texts.get(path) ?? new Set()).add(pageText(path, token)));
  }
  return texts;
}

/** Every file is one of the versions that anybody ever meant it to be, and none is missing that all had. */
function pageProblems(
  content: ReadonlyMap<string, Buffer>,
  { before, after }: Expected,
  messages: readonly Message[],
): string[] {
  const problems: string[] = [];
  const written = tried(messages);
  for (const [path, bytes] of content) {
    const isKnown = [before, after].some((files) => files.get(path)?.equals(bytes) === true);
    if (isKnown || written.get(path)?.has(bytes.toString()) === true) continue;
    problems.push(`${path} holds ${bytes.length} bytes that are no version of it`);
  }
  for (const path of before.keys()) {
    if (after.has(path) && !content.has(path)) problems.push(`${path} is gone`);
  }
  return problems;
}

/** Every save that was acknowledged is in history, and on the disk unless a later one was begun. */
async function keptProblems(world: World, messages: readonly Message[]): Promise<string[]> {
  const problems: string[] = [];
  const kept = messages.filter((message) => message.kind === 'kept');
  if (kept.length === 0) return problems;
  const { wiki } = world.task;
  const history = new Set((await plainGit(wiki, 'rev-list', 'HEAD')).split('\n'));
  const content = await contentOf(world);
  const last = new Map<string, string>();
  for (const { path, token, commit } of kept) {
    if (!history.has(commit)) problems.push(`the save ${token} of ${path} is not in history`);
    const text = `${await plainGit(wiki, 'show', `${commit}:${path}`)}\n`;
    if (text !== pageText(path, token)) problems.push(`${token} of ${path} is not what was saved`);
    last.set(path, token);
  }
  for (const [path, token] of last) {
    const at = messages.findLastIndex((each) => each.kind === 'kept' && each.token === token);
    const texts = tried(messages.slice(at)).get(path) ?? new Set();
    texts.add(pageText(path, token));
    if (!texts.has(content.get(path)?.toString() ?? '')) {
      problems.push(`${path} does not hold its save ${token}`);
    }
  }
  return problems;
}

/** Every file that looks like a parcel holds the whole history. */
async function parcelProblems({ root, task }: World): Promise<string[]> {
  if (task.operation !== 'parcel') return [];
  const problems: string[] = [];
  const names = (await readdir(task.url)).filter((name) => !name.startsWith('.'));
  for (const name of names) {
    const whole = join(root, 'unpacked.git');
    try {
      await plainGit(root, 'clone', '-q', '--bare', join(task.url, name), whole);
      problems.push(...(await repositoryProblems(whole)));
      const [here, there] = await Promise.all(
        [task.wiki, whole].map((dir) => plainGit(dir, 'rev-parse', 'main')),
      );
      if (here !== there) problems.push(`${name} holds ${there}, not ${here}`);
    } catch (error) {
      problems.push(`${name} is no whole parcel: ${String(error)}`);
    } finally {
      await rm(whole, { recursive: true, force: true });
    }
  }
  return problems;
}

/** What is wrong right after a kill, before anything is put right. */
export async function midwayProblems(
  world: World,
  expected: Expected,
  messages: readonly Message[],
): Promise<string[]> {
  const problems = await soundness(world);
  const content = await contentOf(world);
  problems.push(...pageProblems(content, expected, messages));
  problems.push(...(await keptProblems(world, messages)));
  const { operation } = world.task;
  const objects = await objectsOf(world);
  const lost = [...expected.objects].filter((oid) => !objects.has(oid));
  if (lost.length > 0) problems.push(`${lost.length} objects are gone`);
  if (operation === 'rename' && !content.has(renamed.from) && !content.has(renamed.to)) {
    problems.push('the renamed page has neither name');
  }
  problems.push(...(await parcelProblems(world)));
  if (operation === 'save') return problems;
  const stand = await standOf(world);
  const { before, after } = expected.stand;
  if (stand.tree !== before.tree && stand.tree !== after.tree) {
    problems.push(`the tree is ${stand.tree}, neither the old nor the new`);
  }
  if (![before.tracked, after.tracked, expected.remoteTip].includes(stand.tracked)) {
    problems.push(`the remote is said to stand at ${stand.tracked}, where it never stood`);
  }
  if (world.remote !== null) {
    const shared = await plainGit(world.remote, 'rev-parse', 'main');
    if (shared !== expected.remoteTip && shared !== stand.commit) {
      problems.push(`the remote stands at ${shared}, where it should never stand`);
    }
  }
  return problems;
}

/** Paths whose last save was begun and never acknowledged. */
function unacknowledged(messages: readonly Message[]): Set<string> {
  const paths = new Set<string>();
  for (const message of messages) {
    if (message.kind === 'try') paths.add(message.path);
    else if (message.kind === 'kept') paths.delete(message.path);
  }
  return paths;
}

/** Their history may hold one commit more: what the kill left on the disk was recorded first. */
const endsAlike: ReadonlySet<Operation> = new Set([
  'record',
  'fetch',
  'checkout',
  'merge',
  'folder',
  'clone',
  'rename',
  'settle',
  'repack',
  'parcel',
]);

const sharing: ReadonlySet<Operation> = new Set(['checkout', 'merge', 'folder']);

/** All of their files change in one step: what a kill leaves is never recorded as somebody's edit. */
const inOneStep: ReadonlySet<Operation> = new Set(['rename', 'settle']);

/** What is wrong after the app was started again and did the work to its end. */
export async function endProblems(
  world: World,
  expected: Expected,
  messages: readonly Message[],
): Promise<string[]> {
  const problems = await soundness(world);
  const { wiki, operation } = world.task;
  problems.push(...pageProblems(await contentOf(world), expected, messages));
  problems.push(...(await keptProblems(world, messages)));
  const status = await plainGit(wiki, 'status', '--porcelain', '-uall', '-z');
  const unsaid = unacknowledged(messages);
  for (const line of status.split('\0')) {
    // A new page that the kill left on the disk without its commit waits there to be recorded.
    const isWaiting = line.startsWith('?? ') && unsaid.has(line.slice(3));
    if (line !== '' && !isWaiting) problems.push(`git status: ${line}`);
  }
  for (const name of await obstacles(join(wiki, '.git'))) problems.push(`in the way: ${name}`);
  const stand = await standOf(world);
  const { after } = expected.stand;
  if (endsAlike.has(operation) && stand.tree !== after.tree) {
    problems.push(`the tree is ${stand.tree}, not ${after.tree}`);
  }
  if (inOneStep.has(operation) && stand.commits !== after.commits) {
    problems.push(`there are ${stand.commits} commits, not ${after.commits}`);
  }
  problems.push(...(await parcelProblems(world)));
  if (operation === 'fetch' && stand.tracked !== after.tracked) {
    problems.push(`the remote stands at ${stand.tracked}, not ${after.tracked}`);
  }
  if (world.remote !== null && sharing.has(operation)) {
    for (const name of await obstacles(world.remote)) {
      if (name.endsWith('.lock')) problems.push(`in the way of others: ${name}`);
    }
    const shared = await plainGit(world.remote, 'rev-parse', 'main');
    if (shared !== stand.commit) problems.push(`${shared} is shared, not ${stand.commit}`);
  }
  return problems;
}
