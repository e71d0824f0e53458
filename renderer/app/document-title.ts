import { useEffect } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { nameOfPage, withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { useCore } from '../client/queries.ts';
import type { WikiRoute } from './WikiShell.tsx';

/** What a screen is called in the window's title; null for the wiki itself. */
function screenTitle(
  route: WikiRoute,
  titleOf: (path: string) => string | undefined,
): string | null {
  switch (route.kind) {
    case 'home':
      return null;
    case 'page':
      return titleOf(route.path) ?? nameOfPage(route.path);
    case 'edit':
      return `Editing ${titleOf(route.path) ?? nameOfPage(route.path)}`;
    case 'history':
      return `History of ${titleOf(route.path) ?? nameOfPage(route.path)}`;
    case 'authors':
      return `Who wrote ${titleOf(route.path) ?? nameOfPage(route.path)}`;
    case 'choice':
      return `Choose: ${titleOf(route.path) ?? withoutPageExtension(route.path)}`;
    case 'search':
      return route.query === '' ? 'Search' : `Search: ${route.query}`;
    case 'tag':
      return `Tag: ${route.tag}`;
    case 'deleted':
      return 'Deleted pages';
    case 'recent':
      return 'Recent changes';
    case 'share':
      return 'Sharing';
    case 'settings':
      return 'Settings';
  }
}

/** Keeps the window's title on where the person is. */
export function useDocumentTitle(route: WikiRoute, summary: WikiSummary): void {
  const { data: list } = useCore('page.list', { wiki: summary.wiki });
  const title = screenTitle(
    route,
    (path) => list?.pages.find((entry) => entry.path === path)?.title,
  );
  useEffect(() => {
    document.title = title === null ? summary.name : `${title} – ${summary.name}`;
  }, [title, summary.name]);
}
