import { plainGit, repositoryProblems } from '../judge.ts';
import { headOf, textsOf, type Peer, type Words } from './peer.ts';
import { markedWords } from './words.ts';

/** What holds once everybody has everything; what does not, in words. */
export async function brokenLaws(
  peers: readonly Peer[],
  remotes: readonly string[],
  words: Words,
): Promise<string[]> {
  const problems: string[] = [];
  const heads = await Promise.all(peers.map(headOf));
  const [first] = heads;
  if (first === undefined) return ['there is nobody'];
  for (const [number, { tree }] of heads.entries()) {
    if (tree !== first.tree)
      problems.push(`peer ${number} has the tree ${tree}, not ${first.tree}`);
  }
  for (const dir of remotes) {
    const tree = await plainGit(dir, 'rev-parse', 'main^{tree}');
    if (tree !== first.tree) problems.push(`a remote has the tree ${tree}, not ${first.tree}`);
  }
  for (const dir of [...peers.map((peer) => peer.dir), ...remotes]) {
    problems.push(...(await repositoryProblems(dir)).map((problem) => `${dir}: ${problem}`));
  }
  for (const { number, dir, app } of peers) {
    const status = await plainGit(dir, 'status', '--porcelain', '-uall');
    if (status !== '') problems.push(`peer ${number}, git status: ${status}`);
    problems.push(...app.complaints.map((complaint) => `peer ${number}: ${complaint}`));
  }
  for (const peer of peers) problems.push(...(await lostWords(peer, words)));
  return problems;
}

async function lostWords(peer: Peer, { written, removed }: Words): Promise<string[]> {
  const problems: string[] = [];
  const held = markedWords((await textsOf(peer)).join('\n'));
  const remembered = markedWords(
    await plainGit(peer.dir, 'log', '-p', '-m', '--text', '--format='),
  );
  for (const word of written) {
    if (!held.has(word) && !removed.has(word)) {
      problems.push(`peer ${peer.number} lost ${word}, which nobody took away`);
    }
    if (!held.has(word) && !remembered.has(word)) {
      problems.push(`${word} is not in the history of peer ${peer.number}`);
    }
  }
  const markers = (await textsOf(peer)).filter((text) => /^(<{7}|>{7}|={7}) /mu.test(text));
  if (markers.length > 0) problems.push(`peer ${peer.number} has pages with conflict markers`);
  return problems;
}
