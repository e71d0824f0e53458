import { useSyncExternalStore } from 'react';
import { oid, type Oid, type WikiId } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';

/** Where the person is. The URL's hash holds it, so back, forward and bookmarks work. */
export type Route =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'home'; readonly wiki: WikiId }
  | {
      readonly kind: 'page';
      readonly wiki: WikiId;
      readonly path: PagePath;
      readonly anchor: string;
    }
  | {
      readonly kind: 'edit';
      readonly wiki: WikiId;
      readonly path: PagePath;
      /** The section to begin at; the top when left out. */
      readonly anchor?: string;
    }
  | {
      readonly kind: 'history';
      readonly wiki: WikiId;
      readonly path: PagePath;
      /** The version to show; the newest when left out. */
      readonly commit?: Oid;
    }
  | { readonly kind: 'authors'; readonly wiki: WikiId; readonly path: PagePath }
  | { readonly kind: 'recent'; readonly wiki: WikiId }
  | { readonly kind: 'deleted'; readonly wiki: WikiId }
  | { readonly kind: 'search'; readonly wiki: WikiId; readonly query: string }
  | { readonly kind: 'tag'; readonly wiki: WikiId; readonly tag: string }
  | { readonly kind: 'share'; readonly wiki: WikiId }
  /** Of a page, or of any other file. */
  | { readonly kind: 'choice'; readonly wiki: WikiId; readonly path: string }
  | { readonly kind: 'settings'; readonly wiki: WikiId };

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** The hash of a route, `#` included: what a link's `href` holds. */
export function hashOf(route: Route): string {
  switch (route.kind) {
    case 'welcome':
      return '#/';
    case 'home':
      return `#/w/${route.wiki}`;
    case 'page':
    case 'edit': {
      const { anchor = '' } = route;
      const search = anchor === '' ? '' : `?anchor=${encodeURIComponent(anchor)}`;
      return `#/w/${route.wiki}/${route.kind}/${encodePath(route.path)}${search}`;
    }
    case 'history': {
      const version = route.commit === undefined ? '' : `?version=${route.commit}`;
      return `#/w/${route.wiki}/history/${encodePath(route.path)}${version}`;
    }
    case 'authors':
    case 'choice':
      return `#/w/${route.wiki}/${route.kind}/${encodePath(route.path)}`;
    case 'search':
      return `#/w/${route.wiki}/search?q=${encodeURIComponent(route.query)}`;
    case 'tag':
      return `#/w/${route.wiki}/tag?t=${encodeURIComponent(route.tag)}`;
    case 'recent':
    case 'deleted':
    case 'share':
    case 'settings':
      return `#/w/${route.wiki}/${route.kind}`;
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a hand-typed `%` that encodes nothing
  }
}

/** The route of a hash; what it can't read is the welcome screen. */
export function parseHash(hash: string): Route {
  const [location = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [prefix, id, kind = '', ...rest] = location.split('/');
  if (prefix !== 'w' || id === undefined || !/^[0-9a-f]{16}$/.test(id)) return { kind: 'welcome' };
  const wiki = id as WikiId;
  const query = new URLSearchParams(search);
  const file = decode(rest.join('/')) ?? '';
  const path = toPagePath(file);
  switch (kind) {
    case 'page':
      return path === null
        ? { kind: 'home', wiki }
        : { kind, wiki, path, anchor: query.get('anchor') ?? '' };
    case 'history': {
      const commit = oid.safeParse(query.get('version')).data;
      if (path === null) return { kind: 'home', wiki };
      return { kind, wiki, path, ...(commit === undefined ? {} : { commit }) };
    }
    case 'edit': {
      const anchor = query.get('anchor') ?? '';
      if (path === null) return { kind: 'home', wiki };
      return { kind, wiki, path, ...(anchor === '' ? {} : { anchor }) };
    }
    case 'authors':
      return path === null ? { kind: 'home', wiki } : { kind, wiki, path };
    case 'choice':
      return isInsideTree(file) ? { kind, wiki, path: file } : { kind: 'home', wiki };
    case 'search':
      return { kind, wiki, query: query.get('q') ?? '' };
    case 'tag':
      return { kind, wiki, tag: query.get('t') ?? '' };
    case 'recent':
    case 'deleted':
    case 'share':
    case 'settings':
      return { kind, wiki };
    default:
      return { kind: 'home', wiki };
  }
}

/** The page that a screen is about; null where it is about none. */
export function pageOf(route: Route): PagePath | null {
  return 'path' in route ? toPagePath(route.path) : null;
}

/** Goes to a route; `replace` leaves no step for the back button. */
export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  const hash = hashOf(route);
  if (options.replace === true) {
    window.location.replace(hash);
  } else {
    window.location.hash = hash;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** The current route; renders again when the hash changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseHash(hash);
}
