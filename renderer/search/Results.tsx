import { useEffect, useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { SearchHit } from '../../shared/contract/methods-search.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { startPage } from '../client/create-page.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Highlight } from '../ui/Highlight.tsx';
import { NewPageIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';

const firstCount = 30;
const moreCount = 100;
const counts = new Intl.NumberFormat();

/** What a query finds, best first; the last results stay in sight until the next ones are here. */
export function Results({ wiki, query }: { readonly wiki: WikiId; readonly query: string }) {
  const { data, error, isPlaceholderData } = useCore(
    'search.query',
    { wiki, query, limit: firstCount, offset: 0 },
    { keepPrevious: true },
  );
  // More pages belong to one query; another query starts with none.
  const [more, setMore] = useState({ query, pages: 0 });
  const morePages = more.query === query ? more.pages : 0;
  const total = data?.total;
  useEffect(() => {
    if (total === undefined || isPlaceholderData) return;
    announce(total === 1 ? 'One page found' : `${counts.format(total)} pages found`);
  }, [total, isPlaceholderData, query]);

  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) {
    return (
      <p className="cp-search-count">
        <Spinner /> Searching
      </p>
    );
  }
  if (data.total === 0 && !isPlaceholderData) {
    return <NoHits wiki={wiki} query={query} isReady={data.isReady} />;
  }
  const shown = firstCount + morePages * moreCount;
  return (
    <div className="cp-results" data-stale={isPlaceholderData || undefined}>
      <p className="cp-search-count">
        {data.total === 1 ? 'One page' : `${counts.format(data.total)} pages`}
        {!data.isReady && <StillReading />}
      </p>
      <ol>
        {data.hits.map((hit) => (
          <Hit key={hit.path} wiki={wiki} hit={hit} />
        ))}
        {!isPlaceholderData &&
          Array.from({ length: morePages }, (_, index) => (
            <MoreHits
              key={index}
              wiki={wiki}
              query={query}
              offset={firstCount + index * moreCount}
            />
          ))}
      </ol>
      {shown < data.total && !isPlaceholderData && (
        <Button onClick={() => setMore({ query, pages: morePages + 1 })}>
          Show {counts.format(Math.min(moreCount, data.total - shown))} more
        </Button>
      )}
    </div>
  );
}

function MoreHits(props: {
  readonly wiki: WikiId;
  readonly query: string;
  readonly offset: number;
}) {
  const { wiki, query, offset } = props;
  const { data } = useCore('search.query', { wiki, query, limit: moreCount, offset });
  const hits: Output<'search.query'>['hits'] = data?.hits ?? [];
  if (data === undefined) {
    return (
      <li className="cp-search-count">
        <Spinner label="Searching" />
      </li>
    );
  }
  return hits.map((hit) => <Hit key={hit.path} wiki={wiki} hit={hit} />);
}

function Hit({ wiki, hit }: { readonly wiki: WikiId; readonly hit: SearchHit }) {
  const folder = folderOf(hit.path);
  return (
    <li className="cp-hit">
      <a data-hit href={hashOf({ kind: 'page', wiki, path: hit.path, anchor: '' })}>
        <span className="cp-hit-title">
          <Highlight pieces={hit.titlePieces} fallback={hit.title} />
        </span>
        {folder !== '' && <span className="cp-hit-folder">{folder}</span>}
        <span className="cp-hit-snippet">
          <Highlight pieces={hit.snippet} fallback="" />
        </span>
      </a>
    </li>
  );
}

function StillReading() {
  return <span> so far. Pages are still being read, so more may turn up.</span>;
}

function NoHits(props: {
  readonly wiki: WikiId;
  readonly query: string;
  readonly isReady: boolean;
}) {
  const { wiki, query } = props;
  const api = useApi();
  const isPlain = !/["#:]|(^|\s)-/.test(query);
  const create = async () => {
    try {
      const problem = await startPage(api, wiki, query, null);
      if (problem !== null) toast({ title: problem, kind: 'error' });
    } catch (error) {
      toast({ title: failureMessage(error), kind: 'error' });
    }
  };
  return (
    <EmptyState
      title={`Nothing found for “${query}”`}
      actions={
        isPlain && (
          <Button variant="primary" icon={NewPageIcon} onClick={() => void create()}>
            Create page “{query}”
          </Button>
        )
      }
    >
      <p>
        {props.isReady
          ? 'Try fewer or other words.'
          : 'Pages are still being read: the answer may come in a moment.'}
      </p>
    </EmptyState>
  );
}
