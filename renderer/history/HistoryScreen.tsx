import './HistoryScreen.css';
import { useState } from 'react';
import type { Revision, WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { HistoryIcon, PageIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';
import { chooseOlder, type Chosen, comparedPair } from './compared-pair.ts';
import { Comparison } from './Comparison.tsx';
import { RestoreButton } from './RestoreButton.tsx';
import { RevisionList } from './RevisionList.tsx';

const newest: Chosen = { newer: null, older: null };

/** The versions of a page: who changed what, and a way back. */
export function HistoryScreen({ wiki, path }: { readonly wiki: WikiId; readonly path: PagePath }) {
  const page = useCore('page.read', { wiki, path });
  const title = page.data?.kind === 'page' ? page.data.title : nameOfPage(path);
  return (
    <div className="cp-screen cp-history">
      <header>
        <h1>History of {title}</h1>
        <ButtonLink
          variant="quiet"
          icon={PageIcon}
          href={hashOf({ kind: 'page', wiki, path, anchor: '' })}
        >
          {page.data?.kind === 'missing' ? 'To where the page was' : 'Back to the page'}
        </ButtonLink>
      </header>
      <Versions wiki={wiki} path={path} isGone={page.data?.kind === 'missing'} />
    </div>
  );
}

function Versions(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly isGone: boolean;
}) {
  const { wiki, path } = props;
  const api = useApi();
  const [chosen, setChosen] = useState<Chosen>(newest);
  const [older, setOlder] = useState<{ revisions: readonly Revision[]; hasMore: boolean } | null>(
    null,
  );
  const [isLoading, setIsLoading] = useState(false);
  const { data, error } = useCore('history.page', { wiki, path });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return <Spinner label="Loading" />;

  const known = new Set(data.revisions.map(({ commit }) => commit));
  const revisions = [
    ...data.revisions,
    ...(older?.revisions ?? []).filter(({ commit }) => !known.has(commit)),
  ];
  const hasMore = older?.hasMore ?? data.hasMore;
  const pair = comparedPair(revisions, chosen);
  if (pair === null) {
    return (
      <EmptyState isScreen icon={HistoryIcon} title="No versions yet">
        <p>The first one is made when you save this page.</p>
      </EmptyState>
    );
  }
  const loadMore = async () => {
    const before = revisions.at(-1)?.commit;
    if (before === undefined) return;
    setIsLoading(true);
    try {
      const next = await api.request('history.page', { wiki, path, before });
      setOlder({
        revisions: [...(older?.revisions ?? []), ...next.revisions],
        hasMore: next.hasMore,
      });
    } catch (failure) {
      toast({ kind: 'error', title: failureMessage(failure) });
    } finally {
      setIsLoading(false);
    }
  };
  const isNewest = pair.newer.commit === revisions[0]?.commit && !props.isGone;

  return (
    <div className="cp-history-sides">
      <section className="cp-history-list" aria-label="Versions">
        <RevisionList
          revisions={revisions}
          pair={pair}
          onShow={(commit) => setChosen({ newer: commit, older: null })}
          onCompareFrom={(commit) => setChosen(chooseOlder(revisions, pair, commit))}
        />
        {hasMore && (
          <Button variant="quiet" isBusy={isLoading} onClick={() => void loadMore()}>
            Show older versions
          </Button>
        )}
      </section>
      <section className="cp-history-changes" aria-label="What changed">
        {!isNewest && pair.newer.blob !== null && (
          <div className="cp-history-actions">
            <RestoreButton wiki={wiki} path={path} revision={pair.newer} />
          </div>
        )}
        <Comparison wiki={wiki} pair={pair} />
      </section>
    </div>
  );
}
