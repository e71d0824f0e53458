import './RecentScreen.css';
import { useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { DeleteIcon, HistoryIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { dayName, groupByDay } from './days.ts';
import { HistoryLoading } from './HistoryLoading.tsx';

type Change = Output<'wiki.recentChanges'>['changes'][number];

const firstCount = 50;
const maxCount = 200;

/** What changed lately in the whole wiki, day by day. */
export function RecentScreen({ wiki }: { readonly wiki: WikiId }) {
  const [limit, setLimit] = useState(firstCount);
  const { data, error } = useCore('wiki.recentChanges', { wiki, limit }, { keepPrevious: true });
  const [openedMs] = useState(() => Date.now());
  return (
    <div className="cp-screen">
      <header className="cp-screen-head">
        <h1>Recent changes</h1>
        <ButtonLink variant="quiet" icon={DeleteIcon} href={hashOf({ kind: 'deleted', wiki })}>
          Deleted pages
        </ButtonLink>
      </header>
      {error !== null && <Notice kind="error" title={error.message} />}
      {data === undefined && error === null && <HistoryLoading wiki={wiki} />}
      {data?.changes.length === 0 && (
        <EmptyState icon={HistoryIcon} title="Nothing has changed yet">
          <p>Every saved change shows up here, with who made it.</p>
        </EmptyState>
      )}
      {groupByDay(data?.changes ?? []).map((day) => (
        <section key={day.items[0]?.commit ?? day.key} className="cp-recent-day">
          <h2>{dayName(day, openedMs)}</h2>
          <ol>
            {day.items.map((change) => (
              <ChangeRow key={change.commit} wiki={wiki} change={change} />
            ))}
          </ol>
        </section>
      ))}
      {data !== undefined && data.changes.length >= limit && limit < maxCount && (
        <Button variant="quiet" onClick={() => setLimit(maxCount)}>
          Show earlier changes
        </Button>
      )}
    </div>
  );
}

function ChangeRow({ wiki, change }: { readonly wiki: WikiId; readonly change: Change }) {
  const { author, dateMs, summary, pages, pageCount } = change;
  const others = pageCount - pages.length;
  return (
    <li className="cp-recent-change">
      <Avatar name={author.name} />
      <div>
        <p>
          {pages.map(({ path, title }, index) => (
            <span key={path}>
              {index > 0 && ', '}
              <a href={hashOf({ kind: 'history', wiki, path })}>{title}</a>
            </span>
          ))}
          {others > 0 && ` and ${others} more`}
          {pageCount === 0 && 'Files other than pages'}
        </p>
        <p className="cp-recent-by">
          {summary !== '' && <span>{summary} · </span>}
          {author.name} · <RelativeTime dateMs={dateMs} />
        </p>
      </div>
    </li>
  );
}
