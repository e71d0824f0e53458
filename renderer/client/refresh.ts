import type { InvalidateQueryFilters, QueryClient } from '@tanstack/react-query';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { MethodName, Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { patchPages } from './page-list.ts';

type EventName = AppEvent['name'];

/** Which events make the answer of a method old. A method that is not here never grows old. */
const grownOldBy: Partial<Record<MethodName, readonly EventName[]>> = {
  'app.settings': ['settings.changed'],
  'wiki.recent': ['recents.changed'],
  'wiki.summary': ['pages.changed', 'history.changed', 'settings.changed'],
  'wiki.author': ['settings.changed'],
  'wiki.outsideChanges': ['outside.changed', 'history.changed'],
  'wiki.recentChanges': ['history.changed'],
  'page.read': ['pages.changed', 'history.changed'],
  'page.resolveLinks': ['pages.changed'],
  'page.backlinks': ['pages.changed', 'index.progress'],
  'page.pathForTitle': ['pages.changed'],
  'draft.list': ['drafts.changed'],
  'history.page': ['history.changed'],
  'history.blame': ['history.changed'],
  'history.deleted': ['history.changed', 'pages.changed'],
  'search.query': ['pages.changed', 'index.progress'],
  'search.titles': ['pages.changed', 'index.progress'],
  'search.tags': ['pages.changed', 'index.progress'],
  'search.tagged': ['pages.changed', 'index.progress'],
  'sync.preferences': ['preferences.changed'],
  'ask.list': ['ask.opened', 'ask.closed'],
  'choice.list': ['history.changed', 'sync.changed'],
  'choice.read': ['history.changed', 'sync.changed'],
};

const wikiOf = (input: unknown) =>
  typeof input === 'object' && input !== null && 'wiki' in input ? input.wiki : undefined;

/**
 * Has answers asked for anew. One under way may be from before the change: TanStack Query gives it up for
 * a new one, but for the first of its query, which it would take for new.
 */
function growOld(client: QueryClient, filters: InvalidateQueryFilters): void {
  for (const query of client.getQueryCache().findAll(filters)) {
    const { fetchStatus, data } = query.state;
    if (fetchStatus === 'idle' || data !== undefined) continue;
    const again = () =>
      client.invalidateQueries({ ...filters, queryKey: query.queryKey, exact: true });
    query.promise?.then(again, () => undefined);
  }
  void client.invalidateQueries(filters);
}

function patchPageList(
  client: QueryClient,
  event: Extract<AppEvent, { name: 'pages.changed' }>,
): void {
  const key = ['page.list', { wiki: event.wiki }];
  const isUnderWay = client.getQueryState(key)?.fetchStatus === 'fetching';
  client.setQueryData<Output<'page.list'>>(key, (list) =>
    list === undefined
      ? undefined
      : { pages: patchPages(list.pages, event.changed, event.removed) },
  );
  // An answer under way may be from before the change; ask anew.
  if (isUnderWay) growOld(client, { queryKey: key });
}

/** Brings the cached answers up to date with what the core announced. */
export function applyEvent(client: QueryClient, event: AppEvent): void {
  const wiki: WikiId | undefined = 'wiki' in event ? event.wiki : undefined;
  if (event.name === 'pages.changed') patchPageList(client, event);
  if (event.name === 'sync.changed') {
    client.setQueryData<Output<'sync.status'>>(['sync.status', { wiki }], event.status);
  }
  if (event.name === 'index.progress') {
    const { done, total, isReady } = event;
    client.setQueryData<Output<'search.state'>>(['search.state', { wiki }], {
      done,
      total,
      isReady,
    });
    // While the index grows every answer is old all the time; once it is whole, ask again.
    if (!isReady) return;
  }
  if (event.name === 'drafts.changed') {
    // The editor's own autosave must not make its page load again under it: next time is enough.
    growOld(client, {
      predicate: ({ queryKey: [method, input] }) =>
        method === 'page.read' && wikiOf(input) === wiki,
      refetchType: 'none',
    });
  }
  growOld(client, {
    predicate: ({ queryKey: [method, input] }) =>
      (grownOldBy[method as MethodName]?.includes(event.name) ?? false) &&
      (wiki === undefined || wikiOf(input) === wiki),
  });
}
