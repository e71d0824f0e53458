import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startGitServer, type GitServer } from '../helpers/git-server.ts';
import { some, type Bench } from './bench.ts';
import { saveLine } from './bench-core.ts';
import { holdNote, measurement, timed, watchHolds, type Measurement } from './measure.ts';
import { runBenchProcess, runGit } from './processes.ts';

const rounds = 8;

/** Sharing over HTTP with a server of plain git on this machine; ours and git's in turn. */
export async function measureSharing(
  bench: Bench,
  workDir: string,
  notes: string[],
): Promise<Measurement[]> {
  const server = await startGitServer();
  try {
    const ours = await server.createRepo('ours', bench.dir);
    const theirs = await server.createRepo('theirs', bench.dir);
    await bench.core.call('sync.addRemote', { wiki: bench.wiki, url: ours.url });
    await bench.core.sync(bench.wiki);
    const clones = await cloneAll(workDir, ours.url, theirs.url);
    const hold = watchHolds();
    const measured = [
      await measureNothingNew(bench, clones.peer),
      await measurePush(bench, clones.peer, server, notes),
      await measurePull(bench, clones),
    ];
    notes.push(holdNote('sharing', hold.stop()));
    return [...measured, await measureClone(workDir, theirs.url, notes)];
  } finally {
    await server.close();
  }
}

interface Clones {
  /** Of the place that our wiki shares with: another person there, with plain git. */
  readonly other: string;
  /** Of the place that only plain git shares with, and another person there. */
  readonly peer: string;
  readonly peerOther: string;
}

async function cloneAll(workDir: string, ours: string, theirs: string): Promise<Clones> {
  const [other, peer, peerOther] = ['other', 'peer-clone', 'peer-other'].map((name) =>
    join(workDir, name),
  );
  if (other === undefined || peer === undefined || peerOther === undefined) {
    throw new Error('three folders have three names');
  }
  await runGit(workDir, 'clone', '-q', ours, other);
  await runGit(workDir, 'clone', '-q', theirs, peer);
  await runGit(workDir, 'clone', '-q', theirs, peerOther);
  return { other, peer, peerOther };
}

async function measureNothingNew({ core, wiki }: Bench, peer: string): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await timed(() => core.sync(wiki)));
    git.push(await timed(() => runGit(peer, 'fetch', '-q')));
  }
  return measurement('share with nothing new', times, { name: 'git fetch', times: git });
}

async function measurePush(
  { core, wiki, pages, random }: Bench,
  peer: string,
  { seen }: GitServer,
  notes: string[],
): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  const bytes = { ours: 0, git: 0 };
  const sentSince = (from: number) =>
    seen
      .slice(from)
      .filter(({ kind }) => kind === 'push')
      .reduce((sum, { requestBytes }) => sum + requestBytes, 0);
  for (const { path } of some(pages, rounds, random)) {
    await saveLine(core, wiki, path, `To be shared, number ${times.length}.`);
    let from = seen.length;
    times.push(await timed(() => core.sync(wiki)));
    bytes.ours += sentSince(from);
    await commitLine(peer, path, `To be pushed, number ${times.length}.`);
    from = seen.length;
    git.push(await timed(() => runGit(peer, 'push', '-q')));
    bytes.git += sentSince(from);
  }
  const each = (sum: number) => (sum / Math.max(1, times.length)).toFixed(0);
  notes.push(`Bytes sent to share one page: ${each(bytes.ours)}; git push: ${each(bytes.git)}`);
  return measurement('share one saved page', times, { name: 'git push', times: git });
}

async function measurePull(
  { core, wiki, pages, random }: Bench,
  { other, peer, peerOther }: Clones,
): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  await runGit(other, 'pull', '-q');
  await runGit(peerOther, 'pull', '-q');
  for (const { path } of some(pages, rounds, random)) {
    await commitLine(other, path, `From another, number ${times.length}.`);
    await runGit(other, 'push', '-q');
    times.push(await timed(() => core.sync(wiki)));
    await commitLine(peerOther, path, `From another, number ${times.length}.`);
    await runGit(peerOther, 'push', '-q');
    git.push(await timed(() => runGit(peer, 'pull', '-q')));
  }
  return measurement('get one changed page', times, { name: 'git pull', times: git });
}

async function commitLine(dir: string, path: string, line: string): Promise<void> {
  const file = join(dir, path);
  await writeFile(file, `${await readFile(file, 'utf8')}\n${line}\n`);
  await runGit(dir, 'commit', '-q', '-m', line, '--', path);
}

async function measureClone(workDir: string, url: string, notes: string[]): Promise<Measurement> {
  const [time, peakMb] = (await runBenchProcess('--join', url, '--into', join(workDir, 'joined')))
    .trim()
    .split(' ')
    .map(Number);
  const git = await timed(() => runGit(workDir, 'clone', '-q', url, join(workDir, 'git-clone')));
  notes.push(`Peak memory of a process that joins the wiki: ${peakMb ?? 0} MB`);
  return measurement('join, until it is open', [time ?? 0], { name: 'git clone', times: [git] });
}
