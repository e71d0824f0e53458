import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { toPagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore, useRefresh } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';
import { usePreferences } from './use-preferences.ts';

const kinds = { added: 'New', edited: 'Changed', deleted: 'Deleted' };
const shownCount = 50;

/** What other programs changed in the wiki's folder and no version holds yet. */
export function OutsideSection({ wiki }: { readonly wiki: WikiId }) {
  const api = useApi();
  const askAuthor = useAskAuthor();
  const refresh = useRefresh();
  const { data, error } = useCore('wiki.outsideChanges', { wiki });
  const { preferences, updatePreferences } = usePreferences(wiki);
  const [isBusy, setIsBusy] = useState(false);
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined || data.changes.length === 0) return null;

  const record = async (): Promise<void> => {
    setIsBusy(true);
    try {
      const outcome = await api.request('wiki.recordOutsideChanges', { wiki });
      refresh('wiki.outsideChanges');
      if (outcome.kind === 'needsAuthor') {
        if (await askAuthor(wiki)) await record();
      } else if (outcome.kind === 'recorded') {
        toast({ kind: 'success', title: 'Recorded. They go out with the next sharing.' });
      }
    } catch (failure) {
      toast({ kind: 'error', title: failureMessage(failure) });
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <section className="cp-share-section" aria-labelledby="cp-outside">
      <h2 id="cp-outside">Changed by other programs</h2>
      <p>
        These files were changed outside Commonplace. They are shared once they are recorded as a
        version.
      </p>
      <ul className="cp-share-list">
        {data.changes.slice(0, shownCount).map(({ path, kind }) => {
          const page = toPagePath(path);
          return (
            <li key={path}>
              <span className="cp-share-kind">{kinds[kind]}</span>
              {page === null || kind === 'deleted' ? (
                <span>{path}</span>
              ) : (
                <a href={hashOf({ kind: 'page', wiki, path: page, anchor: '' })}>{path}</a>
              )}
            </li>
          );
        })}
      </ul>
      {data.changes.length > shownCount && <p>And {data.changes.length - shownCount} more.</p>}
      <div className="cp-share-buttons">
        <Button isBusy={isBusy} onClick={() => void record()}>
          Record them
        </Button>
        {preferences?.recordOutside === 'ask' && (
          <Button
            variant="quiet"
            onClick={() => {
              updatePreferences({ recordOutside: 'byItself' });
              void record();
            }}
          >
            Always record them by themselves
          </Button>
        )}
      </div>
    </section>
  );
}
