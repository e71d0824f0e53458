import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openRepository } from '../../electron/git/repository.ts';
import { repackLoose } from '../../electron/git/repack.ts';
import { openHistoryIndex } from '../../electron/git/history.ts';
import { worktreeStatus } from '../../electron/git/status.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { BenchCore, saveLine } from './bench-core.ts';
import { some, type Bench } from './bench.ts';
import { holdNote, measurement, timed, timeEach, watchHolds, type Measurement } from './measure.ts';
import { Peers } from './peers.ts';
import { hasProgram } from './processes.ts';
import { measureSharing } from './sharing.ts';
import { seededRandom } from './wiki-generator.ts';

export interface BenchReport {
  readonly pages: number;
  readonly measurements: readonly Measurement[];
  /** Of the process with the core and its worker, with all the work above. */
  readonly peakMemoryMb: number;
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
}

const betweenSavesMs = 500;
const benchAuthor = { name: 'Bench', email: 'bench@example.org' };

/**
 * Measures the core on a wiki that it may change, each thing beside the tool people would use else.
 *
 * @param dir a wiki of its own; @param workDir an empty folder for all else
 */
export async function measureWiki(dir: string, workDir: string): Promise<BenchReport> {
  const notes: string[] = [];
  const peerDir = join(workDir, 'peer');
  await cp(dir, peerDir, { recursive: true, verbatimSymlinks: true });
  const home = join(workDir, 'home');
  const reader = (await hasProgram('rg')) ? 'rg' : 'grep';
  const peers = Peers.start();
  const measurements: Measurement[] = [];

  const first = await BenchCore.start(home);
  const openingHold = watchHolds();
  const opened = await openAndIndex(first, dir);
  notes.push(holdNote('opening, first time', openingHold.stop()));
  await first.close();
  const core = await BenchCore.start(home);
  const again = await openAndIndex(core, dir);
  const { pages } = await core.call('page.list', { wiki: again.wiki });
  const bench: Bench = {
    core,
    peers,
    wiki: again.wiki,
    dir,
    peerDir,
    pages,
    random: seededRandom(2),
  };

  const listing = await timeEach([1, 2, 3], () => peers.git(peerDir, 'ls-files', '-z'));
  const lsFiles = { name: 'git ls-files', times: listing };
  measurements.push(measurement('open to first page list, new', [opened.listMs], lsFiles));
  measurements.push(measurement('open to first page list, again', [again.listMs], lsFiles));
  const readAll = {
    name: `${reader}, every file once`,
    times: await timeEach([1, 2, 3], () =>
      searchFiles(peers, reader, peerDir, 'nowhere to be found'),
    ),
  };
  measurements.push(measurement('search ready, new', [opened.readyMs], readAll));
  measurements.push(measurement('search ready, again', [again.readyMs], readAll));
  measurements.push(await measureSearch(bench, reader), await measureTitles(bench, reader));
  measurements.push(...(await measureStatus(bench)));
  measurements.push(await measureRead(bench), await measureHistory(bench));
  measurements.push(await measureHistoryBuild(bench, workDir, notes));
  await core.call('wiki.setAuthor', { wiki: again.wiki, author: benchAuthor });
  const hold = watchHolds();
  measurements.push(await measureSave(bench));
  notes.push(holdNote('saving', hold.stop()));
  notes.push(await measureRepack(dir));
  try {
    measurements.push(...(await measureSharing(bench, workDir, notes)));
  } catch (error) {
    notes.push(`sync was not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
  await core.close();
  peers.close();
  const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { pages: pages.length, measurements, peakMemoryMb, notes };
}

async function openAndIndex(
  core: BenchCore,
  dir: string,
): Promise<{ wiki: WikiId; listMs: number; readyMs: number }> {
  const start = performance.now();
  const wiki = await core.open(dir);
  await core.call('page.list', { wiki });
  const listMs = performance.now() - start;
  await core.untilIndexed(wiki);
  return { wiki, listMs, readyMs: performance.now() - start };
}

function searchFiles(peers: Peers, reader: string, dir: string, text: string): Promise<void> {
  return reader === 'rg'
    ? peers.run(dir, 'rg', ['-i', '-l', '--fixed-strings', text, '.'])
    : peers.run(dir, 'grep', ['-r', '-i', '-l', '-F', '--exclude-dir=.git', text, '.']);
}

/** What a person sends while typing the beginnings of titles, key by key. */
function keystrokes({ pages, random }: Bench): string[] {
  return some(pages, 25, random).flatMap(({ title }) => {
    const typed = title.slice(0, 12);
    return Array.from({ length: typed.length - 1 }, (_, index) => typed.slice(0, index + 2));
  });
}

async function measureSearch(bench: Bench, reader: string): Promise<Measurement> {
  const { core, peers, wiki, peerDir } = bench;
  const queries = keystrokes(bench);
  const times = await timeEach(queries, (query) => core.call('search.query', { wiki, query }));
  const peer = await timeEach(some(queries, 10, bench.random), (query) =>
    searchFiles(peers, reader, peerDir, query),
  );
  return measurement('keystroke to results', times, { name: `${reader} -i -l`, times: peer });
}

async function measureTitles(bench: Bench, reader: string): Promise<Measurement> {
  const { core, peers, wiki, peerDir } = bench;
  const times = await timeEach(keystrokes(bench), (query) =>
    core.call('search.titles', { wiki, query }),
  );
  const peer = await timeEach([1, 2, 3], () =>
    reader === 'rg'
      ? peers.run(peerDir, 'rg', ['--files'])
      : peers.run(peerDir, 'find', ['.', '-name', '*.md']),
  );
  const name = reader === 'rg' ? 'rg --files' : 'find';
  return measurement('keystroke to titles', times, { name, times: peer });
}

/** What other programs changed, on a wiki in which nothing was: as asked again, and looked at anew. */
async function measureStatus({ core, peers, wiki, dir, peerDir }: Bench): Promise<Measurement[]> {
  const rounds = [1, 2, 3, 4, 5];
  await core.call('wiki.outsideChanges', { wiki });
  const asked = await timeEach(rounds, () => core.call('wiki.outsideChanges', { wiki }));
  const anew: number[] = [];
  const times: number[] = [];
  const repo = await openRepository(dir);
  for (let round = 0; round < rounds.length; round += 1) {
    anew.push(await timed(() => worktreeStatus(repo)));
    times.push(await timed(() => peers.git(peerDir, 'status', '--porcelain')));
  }
  await repo.close();
  const peer = { name: 'git status', times };
  return [
    measurement('status of a clean wiki, anew', anew, peer),
    measurement('status of a clean wiki, asked again', asked, peer),
  ];
}

async function measureRepack(dir: string): Promise<string> {
  const repo = await openRepository(dir);
  try {
    const hold = watchHolds();
    let outcome = { packed: 0, bytesBefore: 0, bytesAfter: 0 };
    const { signal } = new AbortController();
    const time = await timed(async () => {
      outcome = await repackLoose(repo, { signal });
    });
    const [before, after] = [outcome.bytesBefore, outcome.bytesAfter].map((bytes) =>
      (bytes / 1024 / 1024).toFixed(1),
    );
    return `Repack of ${outcome.packed} objects: ${before ?? ''} MB to ${after ?? ''} MB in ${time.toFixed(0)} ms, longest hold ${hold.stop().toFixed(0)} ms`;
  } finally {
    await repo.close();
  }
}

async function measureRead({
  core,
  peers,
  wiki,
  peerDir,
  pages,
  random,
}: Bench): Promise<Measurement> {
  const chosen = some(pages, 60, random);
  const times = await timeEach(chosen, ({ path }) => core.call('page.read', { wiki, path }));
  const peer = await timeEach(chosen.slice(0, 20), ({ path }) =>
    peers.git(peerDir, 'show', `HEAD:${path}`),
  );
  return measurement('open a page', times, { name: 'git show', times: peer });
}

async function measureHistory({
  core,
  peers,
  wiki,
  peerDir,
  pages,
  random,
}: Bench): Promise<Measurement> {
  const chosen = some(pages, 60, random);
  const times = await timeEach(chosen, ({ path }) => core.call('history.page', { wiki, path }));
  const peer = await timeEach(chosen.slice(0, 15), ({ path }) =>
    peers.git(peerDir, 'log', '--follow', '--format=%H %an %s', '--', path),
  );
  return measurement('history of a page', times, { name: 'git log --follow', times: peer });
}

/**
 * Ours and git's in turn, so that both meet the same moments of the machine; each after a pause, as no
 * writer saves twice within a second.
 */
async function measureSave({
  core,
  peers,
  wiki,
  peerDir,
  pages,
  random,
}: Bench): Promise<Measurement> {
  const times: number[] = [];
  const peer: number[] = [];
  for (const { path } of some(pages, 30, random)) {
    await pause(betweenSavesMs);
    times.push(await saveLine(core, wiki, path, `One more line, number ${times.length}.`));
    const file = join(peerDir, path);
    const text = await readFile(file, 'utf8');
    await pause(betweenSavesMs);
    peer.push(
      await timed(async () => {
        await writeFile(file, `${text}\nOne more line.\n`);
        await peers.git(peerDir, 'add', '--', path);
        await peers.git(peerDir, 'commit', '-q', '-m', 'Edit', '--allow-empty');
      }),
    );
  }
  return measurement('save a page', times, { name: 'git add, git commit', times: peer });
}

async function measureHistoryBuild(
  { dir, peers }: Bench,
  workDir: string,
  notes: string[],
): Promise<Measurement> {
  const times: number[] = [];
  const peer: number[] = [];
  for (const round of [1, 2, 3, 4, 5]) {
    const repo = await openRepository(dir);
    const history = openHistoryIndex(repo, join(workDir, `history-${round}`), {});
    const hold = watchHolds();
    times.push(await timed(() => history.update()));
    if (round === 5) notes.push(holdNote('reading the history', hold.stop()));
    else hold.stop();
    await repo.close();
    peer.push(await timed(() => peers.git(dir, 'log', '--name-only', '--format=%H')));
  }
  return measurement('read the whole history', times, { name: 'git log --name-only', times: peer });
}
