import './Sidebar.css';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { PageTree } from '../pages/PageTree.tsx';
import { askForNewPage } from '../pages/new-page.ts';
import { Button } from '../ui/Button.tsx';
import { HistoryIcon, HomeIcon, type Icon, NewPageIcon, SearchIcon } from '../ui/icons.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { hashOf, pageOf, type Route } from './routes.ts';
import { WikiMenu } from './WikiMenu.tsx';
import type { WikiRoute } from './WikiShell.tsx';

function PlaceLink(props: {
  readonly to: Route;
  readonly icon: Icon;
  readonly isCurrent: boolean;
  readonly children: string;
}) {
  const { icon: IconShape } = props;
  return (
    <a href={hashOf(props.to)} aria-current={props.isCurrent ? 'page' : undefined}>
      <IconShape aria-hidden size={16} />
      {props.children}
    </a>
  );
}

/** The wiki's name, ways to find a page, and all pages. */
export function Sidebar(props: { readonly route: WikiRoute; readonly summary: WikiSummary }) {
  const { route, summary } = props;
  const { wiki, home } = summary;
  const current = pageOf(route);
  return (
    <nav className="cp-sidebar" id="sidebar" aria-label="Wiki">
      <WikiMenu summary={summary} />
      <a
        className="cp-sidebar-search"
        href={hashOf({ kind: 'search', wiki, query: '' })}
        aria-current={route.kind === 'search' ? 'page' : undefined}
      >
        <SearchIcon aria-hidden size={16} />
        <span>Search</span>
        <Kbd shortcut="/" />
      </a>
      <div className="cp-sidebar-places">
        {home !== null && (
          <PlaceLink
            to={{ kind: 'page', wiki, path: home, anchor: '' }}
            icon={HomeIcon}
            isCurrent={route.kind === 'page' && current === home}
          >
            Front page
          </PlaceLink>
        )}
        <PlaceLink
          to={{ kind: 'recent', wiki }}
          icon={HistoryIcon}
          isCurrent={route.kind === 'recent'}
        >
          Recent changes
        </PlaceLink>
      </div>
      <PageTree wiki={wiki} current={current} />
      <div className="cp-sidebar-foot">
        <Button icon={NewPageIcon} onClick={() => askForNewPage(current)}>
          New page
        </Button>
      </div>
    </nav>
  );
}
