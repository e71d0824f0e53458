import { AppError } from '../../../shared/contract/errors.ts';
import type { JobId, WikiId } from '../../../shared/contract/values.ts';
import type { ManualClock } from '../../helpers/manual-clock.ts';
import type { App } from '../app.ts';
import { filesOf, plainGit } from '../judge.ts';
import { markedWord, markedWords } from './words.ts';

/** What all peers wrote and took away together. */
export interface Words {
  /** Every marked word whose writer was told that it is kept. */
  readonly written: Set<string>;
  /** Words that somebody took away on purpose, having seen them. */
  readonly removed: Set<string>;
}

export interface Peer {
  readonly number: number;
  readonly dir: string;
  readonly clock: ManualClock;
  /** git's names of its remotes, the first and the second; null for one it does not share with. */
  readonly remotes: readonly [string | null, string | null];
  app: App;
  wiki: WikiId;
  marks: number;
}

/** Notes what a change of a text wrote and what it took away. */
export function note(words: Words, before: string, after: string): void {
  const [old, now] = [markedWords(before), markedWords(after)];
  for (const word of now) if (!old.has(word)) words.written.add(word);
  for (const word of old) if (!now.has(word)) words.removed.add(word);
}

export function newMark(peer: Peer): string {
  peer.marks += 1;
  return markedWord(peer.number, peer.marks);
}

/** What a sync ended in: its failure is part of the story while there is trouble. */
export type SyncEnd =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: AppError };

export async function sync(
  peer: Peer,
  remote: string | null,
  started: (job: JobId) => void = () => undefined,
): Promise<SyncEnd> {
  try {
    await peer.app.job('sync.now', { wiki: peer.wiki, remote }, started);
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'failed', error };
  }
}

/** The files a peer has on the disk, as one text each. */
export async function textsOf(peer: Peer): Promise<string[]> {
  return [...(await filesOf(peer.dir)).values()].map((bytes) => bytes.toString('latin1'));
}

export async function headOf(peer: Peer): Promise<{ commit: string; tree: string }> {
  const [commit = '', tree = ''] = (
    await plainGit(peer.dir, 'rev-parse', 'HEAD', 'HEAD^{tree}')
  ).split('\n');
  return { commit, tree };
}
