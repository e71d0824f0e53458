import './TopBar.css';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { useCore } from '../client/queries.ts';
import { SyncBadge } from '../sync/SyncBadge.tsx';
import { IconButton } from '../ui/Button.tsx';
import { BackIcon, ForwardIcon, SearchIcon, SettingsIcon, SidebarIcon } from '../ui/icons.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { navigate } from './routes.ts';
import type { WikiRoute } from './WikiShell.tsx';

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

function IndexProgress({ wiki }: { readonly wiki: WikiSummary['wiki'] }) {
  const { data: state } = useCore('search.state', { wiki });
  if (state === undefined || state.isReady) return null;
  return (
    <span className="cp-topbar-index" title="Search covers more pages by the second">
      <Spinner />
      <span>
        Reading pages{state.total > 0 ? ` ${percent.format(state.done / state.total)}` : ''}
      </span>
    </span>
  );
}

/** What stands above every screen: ways back, and how the wiki is doing. */
export function TopBar(props: {
  readonly route: WikiRoute;
  readonly summary: WikiSummary;
  readonly isSidebarOpen: boolean;
  readonly isDrawerOpen: boolean;
  readonly onToggleSidebar: () => void;
}) {
  const { route, summary } = props;
  const { wiki } = summary;
  return (
    <header className="cp-topbar">
      <IconButton
        icon={SidebarIcon}
        label="Pages and wiki"
        shortcut="Mod+\"
        className="cp-topbar-drawer"
        aria-expanded={props.isDrawerOpen}
        aria-controls="sidebar"
        onClick={props.onToggleSidebar}
      />
      <IconButton
        icon={SidebarIcon}
        label={props.isSidebarOpen ? 'Hide the sidebar' : 'Show the sidebar'}
        shortcut="Mod+\"
        className="cp-topbar-toggle"
        aria-expanded={props.isSidebarOpen}
        aria-controls="sidebar"
        onClick={props.onToggleSidebar}
      />
      <IconButton icon={BackIcon} label="Back" onClick={() => window.history.back()} />
      <IconButton icon={ForwardIcon} label="Forward" onClick={() => window.history.forward()} />
      <div className="cp-topbar-gap" />
      <IndexProgress wiki={wiki} />
      <SyncBadge wiki={wiki} />
      <IconButton
        icon={SearchIcon}
        label="Search"
        shortcut="/"
        className="cp-topbar-search"
        onClick={() => navigate({ kind: 'search', wiki, query: '' })}
      />
      <IconButton
        icon={SettingsIcon}
        label="Settings"
        shortcut="Mod+,"
        aria-current={route.kind === 'settings' ? 'page' : undefined}
        onClick={() => navigate({ kind: 'settings', wiki })}
      />
    </header>
  );
}
