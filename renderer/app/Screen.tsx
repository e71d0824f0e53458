import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { HomeScreen } from './HomeScreen.tsx';
import { Loading } from './Loading.tsx';
import type { WikiRoute } from './WikiShell.tsx';

/** A screen in a file of its own, fetched when it is first shown. */
function screen<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load() }));
}

const loadEditor = () => import('../editor/EditorScreen.tsx');
const loadSearch = () => import('../search/SearchScreen.tsx');
const PageScreen = screen(async () => (await import('../page/PageScreen.tsx')).PageScreen);
const EditorScreen = screen(async () => (await loadEditor()).EditorScreen);
const HistoryScreen = screen(
  async () => (await import('../history/HistoryScreen.tsx')).HistoryScreen,
);
const AuthorsScreen = screen(
  async () => (await import('../history/AuthorsScreen.tsx')).AuthorsScreen,
);
const DeletedScreen = screen(
  async () => (await import('../history/DeletedScreen.tsx')).DeletedScreen,
);
const RecentScreen = screen(async () => (await import('../history/RecentScreen.tsx')).RecentScreen);
const SearchScreen = screen(async () => (await loadSearch()).SearchScreen);
const TagScreen = screen(async () => (await import('../search/TagScreen.tsx')).TagScreen);
const ShareScreen = screen(async () => (await import('../sync/ShareScreen.tsx')).ShareScreen);
const ChoiceScreen = screen(async () => (await import('../choices/ChoiceScreen.tsx')).ChoiceScreen);
const SettingsScreen = screen(
  async () => (await import('../settings/SettingsScreen.tsx')).SettingsScreen,
);

function Chosen({ route, summary }: { readonly route: WikiRoute; readonly summary: WikiSummary }) {
  const { wiki } = route;
  switch (route.kind) {
    case 'home':
      return <HomeScreen summary={summary} />;
    case 'page':
      return <PageScreen key={route.path} wiki={wiki} path={route.path} anchor={route.anchor} />;
    case 'edit':
      return (
        <EditorScreen key={route.path} wiki={wiki} path={route.path} anchor={route.anchor ?? ''} />
      );
    case 'history':
      return (
        <HistoryScreen
          key={`${route.path} ${route.commit ?? ''}`}
          wiki={wiki}
          path={route.path}
          commit={route.commit ?? null}
        />
      );
    case 'authors':
      return <AuthorsScreen key={route.path} wiki={wiki} path={route.path} />;
    case 'deleted':
      return <DeletedScreen wiki={wiki} />;
    case 'recent':
      return <RecentScreen wiki={wiki} />;
    case 'search':
      return <SearchScreen wiki={wiki} query={route.query} />;
    case 'tag':
      return <TagScreen wiki={wiki} tag={route.tag} />;
    case 'share':
      return <ShareScreen wiki={wiki} />;
    case 'choice':
      return <ChoiceScreen key={route.path} wiki={wiki} path={route.path} />;
    case 'settings':
      return <SettingsScreen wiki={wiki} />;
  }
}

/** The screen of a route. */
export function Screen(props: { readonly route: WikiRoute; readonly summary: WikiSummary }) {
  // The first "Edit" and the first letters typed after "/" must not wait for a file.
  useEffect(() => {
    if (!('requestIdleCallback' in window)) return;
    const handle = window.requestIdleCallback(() => {
      Promise.all([loadSearch(), loadEditor()]).catch(() => undefined);
    });
    return () => window.cancelIdleCallback(handle);
  }, []);
  return (
    <Suspense fallback={<Loading />}>
      <Chosen {...props} />
    </Suspense>
  );
}
