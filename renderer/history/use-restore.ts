import type { Oid, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';

/** How bringing a text back ended; a problem says what to do. */
export type RestoreEnd =
  | { readonly kind: 'saved' | 'unchanged' | 'cancelled' }
  | { readonly kind: 'problem'; readonly message: string };

interface Wanted {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly commit: Oid;
  /** The blob of the page as it is now; null where no page is. */
  readonly base: Oid | null;
}

/** Brings the text of an old version back as a new one; asks who is writing where that is not known. */
export function useRestore(): (wanted: Wanted) => Promise<RestoreEnd> {
  const api = useApi();
  const askAuthor = useAskAuthor();
  const refresh = useRefresh();
  const restore = async (wanted: Wanted): Promise<RestoreEnd> => {
    try {
      const outcome = await api.request('history.restore', wanted);
      switch (outcome.kind) {
        case 'saved':
        case 'unchanged':
          return { kind: outcome.kind };
        case 'stale':
          refresh('page.read');
          return {
            kind: 'problem',
            message:
              'The page changed while you were looking. Nothing was overwritten. Look at the newest version, then press again if you still want the older one.',
          };
        case 'needsAuthor':
          return (await askAuthor(wanted.wiki)) ? await restore(wanted) : { kind: 'cancelled' };
        case 'badName':
          return { kind: 'problem', message: outcome.reason };
      }
    } catch (error) {
      return { kind: 'problem', message: failureMessage(error) };
    }
  };
  return restore;
}
