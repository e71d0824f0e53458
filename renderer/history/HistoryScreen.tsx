import './HistoryScreen.css';
import { useState } from 'react';
import type { Oid, Revision, WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { HistoryIcon, PageIcon, PeopleIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';
import { chooseOlder, type Chosen, comparedPair } from './compared-pair.ts';
import { Comparison } from './Comparison.tsx';
import { HistoryLoading } from './HistoryLoading.tsx';
import { RestoreButton } from './RestoreButton.tsx';
import { RevisionList } from './RevisionList.tsx';

const usualCount = 100;
const maxCount = 500;

/** The versions of a page: who changed what, and a way back. */
export function HistoryScreen(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  /** The version to show first; null for the newest. */
  readonly commit: Oid | null;
}) {
  const { wiki, path } = props;
  const page = useCore('page.read', { wiki, path });
  const title = page.data?.kind === 'page' ? page.data.title : nameOfPage(path);
  return (
    <div className="cp-screen cp-history">
      <header className="cp-screen-head">
        <h1>History of {title}</h1>
        <div className="cp-screen-links">
          {page.data?.kind === 'page' && (
            <ButtonLink
              variant="quiet"
              icon={PeopleIcon}
              href={hashOf({ kind: 'authors', wiki, path })}
            >
              Who wrote this
            </ButtonLink>
          )}
          <ButtonLink
            variant="quiet"
            icon={PageIcon}
            href={hashOf({ kind: 'page', wiki, path, anchor: '' })}
          >
            {page.data?.kind === 'missing' ? 'To where the page was' : 'Back to the page'}
          </ButtonLink>
        </div>
      </header>
      <Versions {...props} isGone={page.data?.kind === 'missing'} />
    </div>
  );
}

function Versions(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly commit: Oid | null;
  readonly isGone: boolean;
}) {
  const { wiki, path } = props;
  const api = useApi();
  const [chosen, setChosen] = useState<Chosen>({ newer: props.commit, older: null });
  const [older, setOlder] = useState<{ revisions: readonly Revision[]; hasMore: boolean } | null>(
    null,
  );
  const [isLoading, setIsLoading] = useState(false);
  // A version that a link names may be an old one.
  const limit = props.commit === null ? usualCount : maxCount;
  const { data, error } = useCore('history.page', { wiki, path, limit });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return <HistoryLoading wiki={wiki} />;

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
          path={path}
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
