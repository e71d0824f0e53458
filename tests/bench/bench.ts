import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import type { BenchCore } from './bench-core.ts';
import type { Peers } from './peers.ts';
import type { Random } from './wiki-generator.ts';

/** What each measurement works on. */
export interface Bench {
  readonly core: BenchCore;
  readonly peers: Peers;
  readonly wiki: WikiId;
  readonly dir: string;
  /** The same repository for the peers, so that neither disturbs the other. */
  readonly peerDir: string;
  readonly pages: readonly PageEntry[];
  readonly random: Random;
}

export function some<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  return Array.from({ length: count }, () => items[random(items.length)]).filter(
    (item) => item !== undefined,
  );
}
