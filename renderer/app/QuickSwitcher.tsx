import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf, type PagePath } from '../../shared/wiki/page-path.ts';
import { startPage } from '../client/create-page.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { CommandDialog, CommandItem } from '../ui/CommandDialog.tsx';
import { Highlight } from '../ui/Highlight.tsx';
import { NewPageIcon, PageIcon, SearchIcon } from '../ui/icons.ts';
import { toast } from '../ui/Toast.tsx';
import { navigate } from './routes.ts';

/** Goes to a page by a part of its title, or to a new page of that title. */
export function QuickSwitcher(props: {
  readonly wiki: WikiId;
  readonly current: PagePath | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const { wiki } = props;
  const api = useApi();
  const [query, setQuery] = useState('');
  const { data, isPending, isPlaceholderData } = useCore(
    'search.titles',
    { wiki, query: query.trim().slice(0, 200) },
    { enabled: props.open, keepPrevious: true },
  );
  const title = query.trim();
  const isWaiting = isPending || isPlaceholderData;
  const hits = data?.hits ?? [];
  const isTaken = hits.some(({ title: name, alias }) =>
    [name, alias].some((each) => each?.toLocaleLowerCase() === title.toLocaleLowerCase()),
  );
  const change = (open: boolean) => {
    setQuery('');
    props.onOpenChange(open);
  };
  const create = async () => {
    try {
      const problem = await startPage(api, wiki, title, props.current);
      if (problem !== null) toast({ title: problem, kind: 'error' });
    } catch (error) {
      toast({ title: failureMessage(error), kind: 'error' });
    }
  };

  return (
    <CommandDialog
      title="Go to a page"
      placeholder="Go to a page…"
      open={props.open}
      onOpenChange={change}
      query={query}
      onQueryChange={setQuery}
      empty={isWaiting ? 'Looking…' : 'No pages yet.'}
      isWaiting={isWaiting}
    >
      {hits.map((hit) => (
        <CommandItem
          key={hit.path}
          value={`page ${hit.path}`}
          icon={PageIcon}
          note={[hit.alias === null ? '' : `→ ${hit.title}`, folderOf(hit.path)]
            .filter((note) => note !== '')
            .join(' · ')}
          onSelect={() => {
            change(false);
            navigate({ kind: 'page', wiki, path: hit.path, anchor: '' });
          }}
        >
          <Highlight pieces={hit.pieces} fallback={hit.title} />
        </CommandItem>
      ))}
      {title !== '' && !isWaiting && (
        <CommandItem
          value="search"
          icon={SearchIcon}
          onSelect={() => {
            change(false);
            navigate({ kind: 'search', wiki, query: title });
          }}
        >
          Search all text for “{title}”
        </CommandItem>
      )}
      {title !== '' && !isWaiting && !isTaken && (
        <CommandItem
          value="create"
          icon={NewPageIcon}
          onSelect={() => {
            change(false);
            void create();
          }}
        >
          Create page “{title}”
        </CommandItem>
      )}
    </CommandDialog>
  );
}
