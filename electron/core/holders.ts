import { join } from 'node:path';
import type { WikiId } from '../../shared/contract/values.ts';
import { joinPresence, type Holder, type Presence } from '../storage/presence.ts';
import type { OpenWiki } from './open-wiki.ts';
import type { CorePorts } from './ports.ts';
import type { Wikis } from './wikis.ts';

/** Who has the wikis of this core open: this program and others, on this machine and elsewhere. */
export interface Holders {
  of(wiki: OpenWiki): Promise<readonly Holder[]>;
  /** Takes this program off every list. */
  close(): Promise<void>;
}

export function createHolders(ports: CorePorts, wikis: Wikis): Holders {
  const joined = new Map<WikiId, Promise<Presence | null>>();

  const enter = (wiki: OpenWiki) => {
    const known = joined.get(wiki.id);
    if (known !== undefined) return known;
    const folder = join(wiki.repo.gitDir, 'commonplace', 'presence');
    const joining = joinPresence(folder, ports.host).catch((error: unknown) => {
      ports.logger.warn('others can not see that this wiki is open', { error: String(error) });
      return null; // a disk that can't be written to
    });
    joined.set(wiki.id, joining);
    return joining;
  };
  wikis.onOpened((wiki) => void enter(wiki));

  return {
    of: async (wiki) => (await (await enter(wiki))?.holders()) ?? [],
    async close() {
      await Promise.all([...joined.values()].map(async (joining) => (await joining)?.leave()));
    },
  };
}
