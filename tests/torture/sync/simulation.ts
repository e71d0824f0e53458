import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startGitServer, type GitServer } from '../../helpers/git-server.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { startApp } from '../app.ts';
import { plainGit } from '../judge.ts';
import { act } from './act.ts';
import { brokenLaws } from './laws.ts';
import { headOf, sync, type Peer, type Words } from './peer.ts';
import type { Step, Story } from './steps.ts';
import { syncInTrouble } from './troubles.ts';
import { startingPages } from './words.ts';

const startMs = 1_714_564_800_000;

interface Place {
  readonly url: string;
  readonly dir: string;
}

/** What became of the steps of stories: a simulation in which nothing happens proves nothing. */
export interface Tally {
  syncs: number;
  failedSyncs: number;
  merges: number;
  choices: number;
  words: number;
}

interface World {
  readonly root: string;
  readonly server: GitServer;
  readonly places: readonly [Place, Place];
  readonly peers: readonly Peer[];
  readonly words: Words;
  readonly tally: Tally;
}

async function makeStart(root: string): Promise<string> {
  const dir = join(root, 'start');
  await plainGit(root, 'init', '-q', '-b', 'main', dir);
  for (const [path, text] of Object.entries(startingPages())) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await plainGit(dir, 'add', '-A');
  await plainGit(dir, 'commit', '-q', '-m', 'Start');
  return dir;
}

async function makePlaces(root: string, server: GitServer, story: Story): Promise<[Place, Place]> {
  const start = await makeStart(root);
  const first = await server.createRepo('first', start);
  if (story.second === 'web') return [first, await server.createRepo('second', start)];
  const dir = join(root, 'second.git');
  await plainGit(root, 'clone', '-q', '--bare', start, dir);
  return [first, { url: dir, dir }];
}

async function makePeer(
  root: string,
  number: number,
  [first, second]: readonly [Place, Place],
  where: Story['peers'][number],
): Promise<Peer> {
  const home = join(root, `peer${number}`);
  // People's clocks differ by minutes.
  const clock = manualClock(startMs + ((number * 7919) % 600) * 1000);
  const app = await startApp(join(home, 'app'), { clock });
  const dir = join(home, 'wiki');
  const joinUrl = where === 'second' ? second.url : first.url;
  const joined = await app.job('wiki.join', { url: joinUrl, parentDir: home, name: 'wiki' });
  if (joined.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(joined)}`);
  const { wiki } = joined.summary;
  await app.call('wiki.setAuthor', {
    wiki,
    author: { name: `Peer ${number}`, email: `peer${number}@example.org` },
  });
  let other: string | null = null;
  if (where === 'both') {
    const added = await app.call('sync.addRemote', { wiki, url: second.url, name: 'other' });
    if (added.kind !== 'set') throw new Error(`not added: ${JSON.stringify(added)}`);
    other = added.name;
  }
  const remotes = where === 'second' ? ([null, 'origin'] as const) : (['origin', other] as const);
  return { number, dir, clock, remotes, app, wiki, marks: 0 };
}

function at<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('nothing there');
  return item;
}

function tick({ peers }: World): void {
  for (const { clock } of peers) clock.advance(1000);
}

async function tell(world: World, step: Step): Promise<void> {
  const { peers, server, words, root } = world;
  switch (step.kind) {
    case 'sync': {
      const peer = at(peers, step.peer);
      const remote = step.remote === null ? null : at(peer.remotes, step.remote);
      const end = await syncInTrouble(peer, remote, server, step.trouble);
      world.tally.syncs += 1;
      if (end.kind === 'failed') world.tally.failedSyncs += 1;
      return;
    }
    case 'syncTogether': {
      const [one, other] = step.peers.map((number) => at(peers, number));
      await Promise.all([one && sync(one, null), other && one !== other && sync(other, null)]);
      return;
    }
    default: {
      const peer = at(peers, step.peer);
      if (step.kind === 'settle') {
        const { choices } = await peer.app.call('choice.list', { wiki: peer.wiki });
        world.tally.choices += choices.length;
      }
      await act(peer, step, words, join(root, `peer${peer.number}`, 'app'));
    }
  }
}

/** Everybody syncs in turn until nothing moves any more. */
async function settleDown(world: World): Promise<string[]> {
  const { peers } = world;
  for (const peer of peers) {
    await peer.app.call('wiki.recordOutsideChanges', { wiki: peer.wiki });
  }
  const maxRounds = 2 * peers.length + 2;
  let before = '';
  for (let round = 0; round < maxRounds; round += 1) {
    for (const peer of peers) {
      tick(world);
      const end = await sync(peer, null);
      if (end.kind === 'failed') {
        return [`peer ${peer.number} is stuck: ${end.error.code} ${end.error.message}`];
      }
    }
    const now = (await Promise.all(peers.map(headOf))).map(({ commit }) => commit).join(' ');
    if (now === before) return [];
    before = now;
  }
  return [`after ${maxRounds} rounds the peers still move`];
}

/**
 * Tells a story from its start to its end with real cores, real repositories and a real server, and
 * returns the laws that were broken.
 */
export async function simulate(story: Story, tally: Tally): Promise<string[]> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'commonplace-sync-')));
  const server = await startGitServer();
  const peers: Peer[] = [];
  try {
    const places = await makePlaces(root, server, story);
    const wheres = ['both', ...story.peers] as const;
    for (const [number, where] of wheres.entries()) {
      peers.push(await makePeer(root, number, places, where));
    }
    const words: Words = { written: new Set(), removed: new Set() };
    const world = { root, server, places, peers, words, tally };
    for (const [number, step] of story.steps.entries()) {
      tick(world);
      try {
        await tell(world, step);
      } catch (error) {
        const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
        return [`step ${number} (${step.kind}) failed: ${said}`];
      }
    }
    const stuck = await settleDown(world);
    if (stuck.length > 0) return stuck;
    tally.words += words.written.size;
    tally.merges += Number(
      await plainGit(places[0].dir, 'rev-list', '--count', '--merges', 'main'),
    );
    return await brokenLaws(
      peers,
      places.map(({ dir }) => dir),
      words,
    );
  } finally {
    await Promise.all(peers.map(({ app }) => app.close()));
    await server.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
