import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitServer } from '../../helpers/git-server.ts';
import { startApp } from '../app.ts';
import { plainGit } from '../judge.ts';
import { renamed, type Operation, type Task } from './operations.ts';
import { pageText } from './pages.ts';

/** Where one run works: the app's folder, the wiki and what it shares with. */
export interface World {
  readonly root: string;
  readonly task: Omit<Task, 'token'>;
  /** The bare repository behind the url; null where there is none. */
  readonly remote: string | null;
}

const folders = 5;
const pagesPerFolder = 12;

async function write(dir: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
}

async function commitAll(dir: string, message: string): Promise<void> {
  await plainGit(dir, 'add', '-A');
  await plainGit(dir, 'commit', '-q', '-m', message);
}

async function makeWiki(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await plainGit(dir, 'init', '-q', '-b', 'main');
  await plainGit(dir, 'config', 'user.name', 'Wanda Writer');
  await plainGit(dir, 'config', 'user.email', 'wanda@example.org');
  for (let folder = 0; folder < folders; folder += 1) {
    for (let page = 0; page < pagesPerFolder; page += 1) {
      const path = `Folder ${folder}/Page ${page}.md`;
      const link = page % 2 === 0 ? 'See [[Target]] and [its end](../Target.md#end).\n' : '';
      await write(dir, path, pageText(path, 'start') + link);
    }
  }
  await write(dir, renamed.from, pageText(renamed.from, 'start'));
  await write(dir, 'files/picture.png', Buffer.alloc(30_000, 7));
  await commitAll(dir, 'Start');
}

/** What somebody else shared meanwhile: edits, new pages, deleted ones, moved ones, a picture. */
async function workElsewhere(dir: string): Promise<void> {
  for (let page = 0; page < pagesPerFolder; page += 1) {
    const path = `Folder 1/Page ${page}.md`;
    const text = await readFile(join(dir, path), 'utf8');
    await write(dir, path, text.replace('Last start.', 'Last elsewhere.'));
    await write(dir, `Elsewhere/${page}/New ${page}.md`, pageText(`New ${page}`, 'elsewhere'));
    await rm(join(dir, `Folder 2/Page ${page}.md`));
    await mkdir(join(dir, 'Moved'), { recursive: true });
    await rename(join(dir, `Folder 3/Page ${page}.md`), join(dir, `Moved/Page 3 ${page}.md`));
  }
  await write(dir, 'files/picture.png', Buffer.alloc(40_000, 8));
  await commitAll(dir, 'Work elsewhere');
}

async function workHere(dir: string): Promise<void> {
  for (let page = 0; page < pagesPerFolder; page += 1) {
    const path = `Folder 1/Page ${page}.md`;
    const text = await readFile(join(dir, path), 'utf8');
    await write(dir, path, text.replace('First start.', 'First here.'));
    await write(dir, `Here/New ${page}.md`, pageText(`New ${page}`, 'here'));
  }
  await commitAll(dir, 'Work here');
}

async function editOutside(dir: string): Promise<void> {
  for (let page = 0; page < 130; page += 1) {
    await write(dir, `Outside/${page}.md`, pageText(`Outside ${page}`, 'outside'));
  }
  await rm(join(dir, 'Folder 0/Page 0.md'));
}

/** Lets two versions of one page meet, and forgets where the other came from. */
async function leaveChoice(root: string, wiki: string, elsewhere: string): Promise<void> {
  for (const [dir, word] of [
    [elsewhere, 'elsewhere'],
    [wiki, 'here'],
  ] as const) {
    await write(dir, renamed.from, pageText(renamed.from, word));
    await commitAll(dir, `Work ${word}`);
  }
  const place = join(root, 'place.git');
  await plainGit(root, 'clone', '-q', '--bare', elsewhere, place);
  await connect(wiki, place);
  const app = await startApp(join(root, 'maker'));
  try {
    await app.job('sync.now', { wiki: await app.open(wiki) });
  } finally {
    await app.close();
  }
  await plainGit(wiki, 'remote', 'remove', 'origin');
  await rm(place, { recursive: true });
}

const onWeb: ReadonlySet<Operation> = new Set(['fetch', 'checkout', 'merge', 'clone']);

/** Many single objects, as saves leave them; some that no branch reaches. */
async function pileUp(dir: string): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    for (let page = 0; page < pagesPerFolder; page += 1) {
      const path = `Folder ${round % folders}/Page ${page}.md`;
      await write(dir, path, pageText(path, `round ${round}`));
    }
    await commitAll(dir, `Round ${round}`);
  }
  await plainGit(dir, 'reset', '-q', '--hard', 'HEAD~2');
}

/** Makes a world in which the operation has something to do. */
export async function makeWorld(
  operation: Operation,
  root: string,
  server: GitServer,
): Promise<World> {
  const wiki = join(root, 'wiki');
  await makeWiki(wiki);
  if (operation === 'record') await editOutside(wiki);
  if (operation === 'repack') await pileUp(wiki);
  if (operation === 'parcel') {
    await pileUp(wiki);
    await mkdir(join(root, 'parcels'));
  }
  if (onWeb.has(operation) || operation === 'folder' || operation === 'settle') {
    const elsewhere = join(root, 'elsewhere');
    await plainGit(root, 'clone', '-q', wiki, elsewhere);
    if (operation === 'settle') {
      await leaveChoice(root, wiki, elsewhere);
      return placed(operation, root, server, '');
    }
    await workElsewhere(elsewhere);
    if (operation === 'merge' || operation === 'folder') await workHere(wiki);
    if (operation === 'folder') {
      await plainGit(root, 'clone', '-q', '--bare', elsewhere, join(root, 'place.git'));
    }
    if (operation === 'clone') await rm(wiki, { recursive: true });
  }
  return placed(operation, root, server, `${operation}-template`);
}

/** A copy of a world that is to be worked in. */
export async function copyWorld(
  world: World,
  root: string,
  server: GitServer,
  name: string,
): Promise<World> {
  await cp(world.root, root, { recursive: true, preserveTimestamps: true });
  return placed(world.task.operation, root, server, name);
}

async function connect(wiki: string, url: string): Promise<void> {
  await plainGit(wiki, 'config', 'remote.origin.url', url);
  await plainGit(wiki, 'config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
  await plainGit(wiki, 'config', 'branch.main.remote', 'origin');
  await plainGit(wiki, 'config', 'branch.main.merge', 'refs/heads/main');
}

async function placed(
  operation: Operation,
  root: string,
  server: GitServer,
  name: string,
): Promise<World> {
  const wiki = join(root, 'wiki');
  const dataDir = join(root, 'app');
  if (operation === 'folder') {
    const url = join(root, 'place.git');
    await connect(wiki, url);
    return { root, task: { operation, wiki, dataDir, url }, remote: url };
  }
  if (!onWeb.has(operation)) {
    const url = operation === 'parcel' ? join(root, 'parcels') : '';
    return { root, task: { operation, wiki, dataDir, url }, remote: null };
  }
  const { url, dir } = await server.createRepo(name, join(root, 'elsewhere'));
  if (operation !== 'clone') await connect(wiki, url);
  return { root, task: { operation, wiki, dataDir, url }, remote: dir };
}
