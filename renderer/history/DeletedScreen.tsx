import './DeletedScreen.css';
import { useDeferredValue, useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TextField } from '../ui/Field.tsx';
import { DeleteIcon, HistoryIcon, RestoreIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';
import { HistoryLoading } from './HistoryLoading.tsx';
import { useRestore } from './use-restore.ts';

type Deleted = Output<'history.deleted'>['pages'][number];

const firstCount = 100;
const maxCount = 500;
// A page that was deleted, brought back and deleted again has its text this near to the top.
const maxLookedAt = 50;
const counts = new Intl.NumberFormat();

/** The pages that are gone, and a way back for each. */
export function DeletedScreen({ wiki }: { readonly wiki: WikiId }) {
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(firstCount);
  const asked = useDeferredValue(query.trim());
  const { data, error } = useCore(
    'history.deleted',
    { wiki, query: asked, limit },
    { keepPrevious: true },
  );
  // With nothing to find, a field to find it in would be a riddle.
  const isNone = data?.total === 0 && query === '' && asked === '';
  return (
    <div className="cp-screen">
      <header className="cp-screen-head">
        <h1>Deleted pages</h1>
        <ButtonLink variant="quiet" icon={HistoryIcon} href={hashOf({ kind: 'recent', wiki })}>
          Recent changes
        </ButtonLink>
      </header>
      {!isNone && (
        <TextField
          type="search"
          label="Find a deleted page"
          placeholder="Part of its title or folder"
          maxLength={200}
          value={query}
          onValueChange={setQuery}
        />
      )}
      {error !== null && <Notice kind="error" title={error.message} />}
      {data === undefined && error === null && <HistoryLoading wiki={wiki} />}
      {data !== undefined && !isNone && (
        <p className="cp-deleted-count" role="status">
          {data.total === 1 ? 'One page' : `${counts.format(data.total)} pages`}
          {data.total > data.pages.length &&
            `, the latest ${counts.format(data.pages.length)} shown`}
        </p>
      )}
      {data?.total === 0 && (
        <EmptyState
          icon={DeleteIcon}
          title={asked === '' ? 'No page was ever deleted' : 'No deleted page is called that'}
        >
          <p>
            {asked === ''
              ? 'When one is, it can be brought back from here.'
              : 'Try fewer letters, or look in the recent changes.'}
          </p>
        </EmptyState>
      )}
      <ol className="cp-deleted-list">
        {data?.pages.map((page) => (
          <DeletedRow key={page.path} wiki={wiki} page={page} />
        ))}
      </ol>
      {data !== undefined && data.total > data.pages.length && limit < maxCount && (
        <Button variant="quiet" onClick={() => setLimit(maxCount)}>
          Show more
        </Button>
      )}
    </div>
  );
}

function DeletedRow({ wiki, page }: { readonly wiki: WikiId; readonly page: Deleted }) {
  const { path, title, deleted } = page;
  const api = useApi();
  const restore = useRestore();
  const [isBusy, setIsBusy] = useState(false);
  const folder = folderOf(path);

  const bringBack = async () => {
    setIsBusy(true);
    try {
      const { revisions } = await api.request('history.page', { wiki, path, limit: maxLookedAt });
      const last = revisions.find(({ blob }) => blob !== null);
      if (last === undefined) {
        toast({ kind: 'error', title: `No text of “${title}” was found in its history.` });
        return;
      }
      const end = await restore({ wiki, path, commit: last.commit, base: null });
      if (end.kind === 'problem') {
        toast({ kind: 'error', title: end.message });
      } else if (end.kind !== 'cancelled') {
        toast({ kind: 'success', title: `“${title}” is back.` });
        navigate({ kind: 'page', wiki, path, anchor: '' });
      }
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <li className="cp-deleted-page">
      <Avatar name={deleted.author.name} />
      <div>
        <p>
          <a href={hashOf({ kind: 'history', wiki, path })}>{title}</a>
          {folder !== '' && <small> in {folder}</small>}
        </p>
        <p className="cp-deleted-by">
          {deleted.summary !== '' && <span>{deleted.summary} · </span>}
          {deleted.author.name} · <RelativeTime dateMs={deleted.dateMs} />
        </p>
      </div>
      <Button
        icon={RestoreIcon}
        isBusy={isBusy}
        aria-label={`Bring back ${title}`}
        onClick={() => void bringBack()}
      >
        Bring back
      </Button>
    </li>
  );
}
