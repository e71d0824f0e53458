import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { some, type Bench } from './bench.ts';
import { saveLine } from './bench-core.ts';
import { holdNote, measurement, timed, watchHolds, type Measurement } from './measure.ts';
import type { Peers } from './peers.ts';
import { hasProgram, runBenchProcess, runProgram } from './processes.ts';

const rounds = 8;
const cloneRounds = 3;

/** Sharing over HTTP with a server of plain git on this machine; ours and git's in turn. */
export async function measureSharing(
  bench: Bench,
  workDir: string,
  notes: string[],
): Promise<Measurement[]> {
  const { core, dir, peers, wiki } = bench;
  const ours = await peers.createRepo('ours', dir);
  const theirs = await peers.createRepo('theirs', dir);
  await core.call('sync.addRemote', { wiki, url: ours });
  await core.sync(wiki);
  const clones = await cloneAll(peers, workDir, ours, theirs);
  const hold = watchHolds();
  const measured = [
    await measureNothingNew(bench, clones.peer),
    await measurePush(bench, clones.peer, notes),
    await measurePull(bench, clones),
  ];
  notes.push(holdNote('sharing', hold.stop()));
  return [...measured, await measureClone(peers, workDir, theirs, notes)];
}

interface Clones {
  /** Of the place that our wiki shares with: another person there, with plain git. */
  readonly other: string;
  /** Of the place that only plain git shares with, and another person there. */
  readonly peer: string;
  readonly peerOther: string;
}

async function cloneAll(
  peers: Peers,
  workDir: string,
  ours: string,
  theirs: string,
): Promise<Clones> {
  const [other, peer, peerOther] = ['other', 'peer-clone', 'peer-other'].map((name) =>
    join(workDir, name),
  );
  if (other === undefined || peer === undefined || peerOther === undefined) {
    throw new Error('three folders have three names');
  }
  await peers.git(workDir, 'clone', '-q', ours, other);
  await peers.git(workDir, 'clone', '-q', theirs, peer);
  await peers.git(workDir, 'clone', '-q', theirs, peerOther);
  return { other, peer, peerOther };
}

async function measureNothingNew({ core, peers, wiki }: Bench, peer: string): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await timed(() => core.sync(wiki)));
    git.push(await timed(() => peers.git(peer, 'fetch', '-q')));
  }
  return measurement('share with nothing new', times, { name: 'git fetch', times: git });
}

async function measurePush(
  { core, peers, wiki, pages, random }: Bench,
  peer: string,
  notes: string[],
): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  const bytes = { ours: 0, git: 0 };
  for (const { path } of some(pages, rounds, random)) {
    await saveLine(core, wiki, path, `To be shared, number ${times.length}.`);
    const before = await peers.pushedBytes();
    times.push(await timed(() => core.sync(wiki)));
    const between = await peers.pushedBytes();
    await commitLine(peers, peer, path, `To be pushed, number ${times.length}.`);
    git.push(await timed(() => peers.git(peer, 'push', '-q')));
    bytes.ours += between - before;
    bytes.git += (await peers.pushedBytes()) - between;
  }
  const each = (sum: number) => (sum / Math.max(1, times.length)).toFixed(0);
  notes.push(`Bytes sent to share one page: ${each(bytes.ours)}; git push: ${each(bytes.git)}`);
  return measurement('share one saved page', times, { name: 'git push', times: git });
}

async function measurePull(
  { core, peers, wiki, pages, random }: Bench,
  { other, peer, peerOther }: Clones,
): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  await peers.git(other, 'pull', '-q');
  await peers.git(peerOther, 'pull', '-q');
  for (const { path } of some(pages, rounds, random)) {
    await commitLine(peers, other, path, `From another, number ${times.length}.`);
    await peers.git(other, 'push', '-q');
    times.push(await timed(() => core.sync(wiki)));
    await commitLine(peers, peerOther, path, `From another, number ${times.length}.`);
    await peers.git(peerOther, 'push', '-q');
    git.push(await timed(() => peers.git(peer, 'pull', '-q')));
  }
  return measurement('get one changed page', times, { name: 'git pull', times: git });
}

async function commitLine(peers: Peers, dir: string, path: string, line: string): Promise<void> {
  const file = join(dir, path);
  await writeFile(file, `${await readFile(file, 'utf8')}\n${line}\n`);
  await peers.git(dir, 'commit', '-q', '-m', line, '--', path);
}

/**
 * Ours first and git first in turn: whoever comes second finds the server's files in memory. Each
 * starts with a disk that has nothing left to write: tens of thousands of files wait for it otherwise.
 */
async function measureClone(
  peers: Peers,
  workDir: string,
  url: string,
  notes: string[],
): Promise<Measurement> {
  const times: number[] = [];
  const git: number[] = [];
  let peakMb = 0;
  const joinInto = async (into: string) => {
    const [time = 0, mb = 0] = (await runBenchProcess('--join', url, '--into', into))
      .trim()
      .split(' ')
      .map(Number);
    times.push(time);
    peakMb = Math.max(peakMb, mb);
  };
  const clone = async (into: string) => {
    git.push(await timed(() => peers.git(workDir, 'clone', '-q', url, into)));
  };
  for (let round = 0; round < cloneRounds; round += 1) {
    const dir = `${workDir}/clones-${round}`;
    await mkdir(dir);
    const steps = [() => joinInto(`${dir}/ours`), () => clone(`${dir}/git`)];
    for (const step of round % 2 === 0 ? steps : steps.reverse()) {
      await settleDisk(workDir);
      await step();
    }
    await rm(dir, { recursive: true });
  }
  notes.push(`Peak memory of a process that joins the wiki: ${peakMb} MB`);
  return measurement('join, until it is open', times, { name: 'git clone', times: git });
}

async function settleDisk(dir: string): Promise<void> {
  if (await hasProgram('sync')) await runProgram(dir, 'sync', []);
}
