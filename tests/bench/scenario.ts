import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRepository } from '../../electron/git/repository.ts';
import { repackLoose } from '../../electron/git/repack.ts';
import { startGitServer } from '../helpers/git-server.ts';
import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import { BenchCore } from './bench-core.ts';
import { measurement, timed, timeEach, watchHolds, type Measurement } from './measure.ts';
import { hasProgram, runGit, runProgram } from './processes.ts';
import { seededRandom, type Random } from './wiki-generator.ts';

export interface BenchReport {
  readonly pages: number;
  readonly measurements: readonly Measurement[];
  /** Of the process with the core and its worker, with all the work above. */
  readonly peakMemoryMb: number;
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
}

interface Bench {
  readonly core: BenchCore;
  readonly wiki: WikiId;
  readonly dir: string;
  /** The same repository for the peers, so that neither disturbs the other. */
  readonly peerDir: string;
  readonly pages: readonly PageEntry[];
  readonly random: Random;
}

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
  const measurements: Measurement[] = [];

  const first = await BenchCore.start(home);
  const opened = await openAndIndex(first, dir);
  await first.close();
  const core = await BenchCore.start(home);
  const again = await openAndIndex(core, dir);
  const { pages } = await core.call('page.list', { wiki: again.wiki });
  const bench: Bench = { core, wiki: again.wiki, dir, peerDir, pages, random: seededRandom(2) };

  const listing = await timeEach([1, 2, 3], () => runGit(peerDir, 'ls-files', '-z'));
  const lsFiles = { name: 'git ls-files', times: listing };
  measurements.push(measurement('open to first page list, new', [opened.listMs], lsFiles));
  measurements.push(measurement('open to first page list, again', [again.listMs], lsFiles));
  const readAll = {
    name: `${reader}, every file once`,
    times: await timeEach([1, 2, 3], () => searchFiles(reader, peerDir, 'nowhere to be found')),
  };
  measurements.push(measurement('search ready, new', [opened.readyMs], readAll));
  measurements.push(measurement('search ready, again', [again.readyMs], readAll));
  measurements.push(await measureSearch(bench, reader), await measureTitles(bench, reader));
  measurements.push(await measureStatus(bench));
  measurements.push(await measureRead(bench), await measureHistory(bench));
  const hold = watchHolds();
  measurements.push(await measureSave(bench));
  notes.push(`Longest hold of the core's thread while saving: ${hold.stop().toFixed(0)} ms`);
  notes.push(await measureRepack(dir));
  try {
    measurements.push(await measureSync(bench, workDir));
  } catch (error) {
    notes.push(`sync was not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
  await core.close();
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

function searchFiles(reader: string, dir: string, text: string): Promise<void> {
  return reader === 'rg'
    ? runProgram(dir, 'rg', ['-i', '-l', '--fixed-strings', text, '.'])
    : runProgram(dir, 'grep', ['-r', '-i', '-l', '-F', '--exclude-dir=.git', text, '.']);
}

function some<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  return Array.from({ length: count }, () => items[random(items.length)]).filter(
    (item) => item !== undefined,
  );
}

/** What a person sends while typing the beginnings of titles, key by key. */
function keystrokes({ pages, random }: Bench): string[] {
  return some(pages, 25, random).flatMap(({ title }) => {
    const typed = title.slice(0, 12);
    return Array.from({ length: typed.length - 1 }, (_, index) => typed.slice(0, index + 2));
  });
}

async function measureSearch(bench: Bench, reader: string): Promise<Measurement> {
  const { core, wiki, peerDir } = bench;
  const queries = keystrokes(bench);
  const times = await timeEach(queries, (query) => core.call('search.query', { wiki, query }));
  const peer = await timeEach(some(queries, 10, bench.random), (query) =>
    searchFiles(reader, peerDir, query),
  );
  return measurement('keystroke to results', times, { name: `${reader} -i -l`, times: peer });
}

async function measureTitles(bench: Bench, reader: string): Promise<Measurement> {
  const { core, wiki, peerDir } = bench;
  const times = await timeEach(keystrokes(bench), (query) =>
    core.call('search.titles', { wiki, query }),
  );
  const peer = await timeEach([1, 2, 3], () =>
    reader === 'rg'
      ? runProgram(peerDir, 'rg', ['--files'])
      : runProgram(peerDir, 'find', ['.', '-name', '*.md']),
  );
  const name = reader === 'rg' ? 'rg --files' : 'find';
  return measurement('keystroke to titles', times, { name, times: peer });
}

/** What other programs changed, on a wiki in which nothing was. */
async function measureStatus({ core, wiki, peerDir }: Bench): Promise<Measurement> {
  const rounds = [1, 2, 3, 4, 5];
  const times = await timeEach(rounds, () => core.call('wiki.outsideChanges', { wiki }));
  const peer = await timeEach(rounds, () => runGit(peerDir, 'status', '--porcelain'));
  return measurement('status of a clean wiki', times, { name: 'git status', times: peer });
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

async function measureRead({ core, wiki, peerDir, pages, random }: Bench): Promise<Measurement> {
  const chosen = some(pages, 60, random);
  const times = await timeEach(chosen, ({ path }) => core.call('page.read', { wiki, path }));
  const peer = await timeEach(chosen.slice(0, 20), ({ path }) =>
    runGit(peerDir, 'show', `HEAD:${path}`),
  );
  return measurement('open a page', times, { name: 'git show', times: peer });
}

async function measureHistory({ core, wiki, peerDir, pages, random }: Bench): Promise<Measurement> {
  const chosen = some(pages, 60, random);
  const times = await timeEach(chosen, ({ path }) => core.call('history.page', { wiki, path }));
  const peer = await timeEach(chosen.slice(0, 15), ({ path }) =>
    runGit(peerDir, 'log', '--follow', '--format=%H %an %s', '--', path),
  );
  return measurement('history of a page', times, { name: 'git log --follow', times: peer });
}

async function measureSave({ core, wiki, peerDir, pages, random }: Bench): Promise<Measurement> {
  await core.call('wiki.setAuthor', {
    wiki,
    author: { name: 'Bench', email: 'bench@example.org' },
  });
  const times: number[] = [];
  for (const { path } of some(pages, 30, random)) {
    const read = await core.call('page.read', { wiki, path });
    if (read.kind !== 'page') continue;
    const text = `${read.text}\nOne more line, number ${times.length}.\n`;
    let outcome = 'saved';
    const time = await timed(async () => {
      outcome = (await core.call('page.save', { wiki, path, text, base: read.blob })).kind;
    });
    if (outcome !== 'saved') throw new Error(`${path} was not saved: ${outcome}`);
    times.push(time);
  }
  const peer = await timeEach(some(pages, 10, random), async ({ path }) => {
    const file = join(peerDir, path);
    await writeFile(file, `${await readFile(file, 'utf8')}\nOne more line.\n`);
    await runGit(peerDir, 'add', '--', path);
    await runGit(peerDir, 'commit', '-q', '-m', 'Edit', '--allow-empty');
  });
  return measurement('save a page', times, { name: 'git add, git commit', times: peer });
}

async function measureSync(
  { core, wiki, dir, peerDir }: Bench,
  workDir: string,
): Promise<Measurement> {
  const server = await startGitServer();
  try {
    const remote = await server.createRepo('bench', dir);
    await core.call('sync.addRemote', { wiki, url: remote.url });
    await core.sync(wiki);
    const rounds = Array.from({ length: 10 }, (_, index) => index);
    const times = await timeEach(rounds, () => core.sync(wiki));
    const clone = join(workDir, 'clone');
    await runGit(peerDir, 'clone', '-q', '--no-checkout', remote.url, clone);
    const peer = await timeEach(rounds, () => runGit(clone, 'fetch', '-q'));
    return measurement('sync with nothing new', times, { name: 'git fetch', times: peer });
  } finally {
    await server.close();
  }
}
