import './WikiShell.css';
import { useEffect, useRef, useState } from 'react';
import { useApi, useCore, useRefresh } from '../client/queries.ts';
import { useSettings } from '../client/settings.ts';
import { rememberedFolder, rememberFolder } from '../client/wiki-folders.ts';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FolderIcon } from '../ui/icons.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Loading } from './Loading.tsx';
import { hashOf, type Route } from './routes.ts';
import { Screen } from './Screen.tsx';
import { Sidebar } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';
import { screenOf, useScreenFocus, useScrollMemory } from './screen-focus.ts';
import { useDocumentTitle } from './document-title.ts';
import { useWake } from './use-wake.ts';
import { WikiCommands } from './WikiCommands.tsx';

export type WikiRoute = Exclude<Route, { readonly kind: 'welcome' }>;

/** The frame around every screen of one wiki. */
export function WikiShell({ route }: { readonly route: WikiRoute }) {
  const api = useApi();
  const refresh = useRefresh();
  const { wiki } = route;
  const summary = useCore('wiki.summary', { wiki });
  const [isReopening, setIsReopening] = useState(false);
  const isClosed = summary.error?.code === 'WIKI_NOT_OPEN';
  const folder = rememberedFolder(wiki);

  useEffect(() => {
    if (summary.data !== undefined) rememberFolder(wiki, summary.data.dir);
  }, [summary.data, wiki]);

  // After the core was restarted the address still names the wiki, but the core must open it again.
  const wasTried = useRef(false);
  useEffect(() => {
    if (!isClosed || folder === null || wasTried.current) return;
    wasTried.current = true;
    setIsReopening(true);
    api
      .request('wiki.open', { dir: folder })
      .then(
        () => refresh('wiki.summary'),
        () => undefined,
      )
      .finally(() => setIsReopening(false));
  }, [api, folder, isClosed, refresh]);

  if (summary.data !== undefined) return <Frame route={route} summary={summary.data} />;
  if (summary.isPending || isReopening || (isClosed && folder !== null && !wasTried.current)) {
    return <Loading />;
  }
  return (
    <main>
      <EmptyState
        isScreen
        icon={FolderIcon}
        title={isClosed ? 'This wiki is not open' : 'This wiki could not be opened'}
        actions={
          <>
            <ButtonLink variant="primary" href={hashOf({ kind: 'welcome' })}>
              Choose a wiki
            </ButtonLink>
            <Button onClick={() => refresh('wiki.summary')}>Try again</Button>
          </>
        }
      >
        <p>
          {isClosed
            ? 'Its folder may have been moved or renamed. Open it again from the list of wikis.'
            : summary.error.message}
        </p>
      </EmptyState>
    </main>
  );
}

const narrow = '(max-width: 52rem)';

function Frame({ route, summary }: { readonly route: WikiRoute; readonly summary: WikiSummary }) {
  const { settings, updateSettings } = useSettings();
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  useDocumentTitle(route, summary);
  useWake(summary.wiki);
  useScreenFocus(main, route);
  useScrollMemory(main);
  const isSidebarOpen = settings?.sidebar ?? true;
  const address = hashOf(route);

  // Going somewhere closes the drawer, which would else cover the place.
  const [drawerAddress, setDrawerAddress] = useState(address);
  if (drawerAddress !== address) {
    setDrawerAddress(address);
    setIsDrawerOpen(false);
  }
  const toggleSidebar = () => {
    if (window.matchMedia(narrow).matches) setIsDrawerOpen((isOpen) => !isOpen);
    else updateSettings({ sidebar: !isSidebarOpen });
  };
  useEffect(() => {
    if (!isDrawerOpen) return;
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setIsDrawerOpen(false);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isDrawerOpen]);

  return (
    <div
      className="cp-shell"
      data-sidebar={isSidebarOpen ? 'open' : 'closed'}
      data-drawer={isDrawerOpen ? 'open' : 'closed'}
    >
      <nav className="cp-skip" aria-label="Skip">
        <a
          href={address}
          onClick={(event) => {
            event.preventDefault();
            main.current?.focus();
          }}
        >
          Skip to the page
        </a>
      </nav>
      <WikiCommands route={route} summary={summary} onToggleSidebar={toggleSidebar} />
      <Sidebar route={route} summary={summary} />
      <div className="cp-shell-scrim" onClick={() => setIsDrawerOpen(false)} />
      <div className="cp-shell-side">
        <TopBar
          route={route}
          summary={summary}
          isSidebarOpen={isSidebarOpen}
          isDrawerOpen={isDrawerOpen}
          onToggleSidebar={toggleSidebar}
        />
        <main ref={main} id="main" className="cp-shell-main" tabIndex={0}>
          <ErrorBoundary key={screenOf(route)}>
            <Screen route={route} summary={summary} />
          </ErrorBoundary>
        </main>
      </div>
    </div>
  );
}
