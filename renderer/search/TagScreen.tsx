import './search.css';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TagIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { TagList } from './TagList.tsx';

const shownCount = 500;

/** The pages with one tag, and the other tags to go on to. */
export function TagScreen({ wiki, tag }: { readonly wiki: WikiId; readonly tag: string }) {
  const { data, error } = useCore('search.tagged', { wiki, tag }, { keepPrevious: true });
  const { data: all } = useCore('search.tags', { wiki });
  const { data: state } = useCore('search.state', { wiki });
  const pages = data?.pages ?? [];
  return (
    <div className="cp-screen cp-search">
      <h1>
        <TagIcon aria-hidden size={22} /> {tag}
      </h1>
      {error !== null && <Notice kind="error" title={error.message} />}
      {data === undefined && error === null && <Spinner label="Loading" />}
      {data !== undefined && pages.length === 0 && (
        <EmptyState title="No page has this tag">
          <p>
            {state?.isReady === false
              ? 'Pages are still being read: some may turn up in a moment.'
              : 'Tags stand in a page’s properties, or in its text as #tag.'}
          </p>
        </EmptyState>
      )}
      {pages.length > 0 && (
        <div>
          <p className="cp-search-count">
            {pages.length === 1 ? 'One page' : `${pages.length} pages`}
          </p>
          <ul className="cp-tagged">
            {pages.slice(0, shownCount).map((page) => (
              <li key={page.path}>
                <a href={hashOf({ kind: 'page', wiki, path: page.path, anchor: '' })}>
                  {page.title}
                </a>
                {folderOf(page.path) !== '' && <small>{folderOf(page.path)}</small>}
              </li>
            ))}
          </ul>
          {pages.length > shownCount && (
            <p className="cp-search-count">
              The first {shownCount}. To narrow them, search for{' '}
              <a href={hashOf({ kind: 'search', wiki, query: `tag:"${tag}" ` })}>
                this tag and a word
              </a>
              .
            </p>
          )}
        </div>
      )}
      {all !== undefined && all.tags.length > 0 && (
        <section aria-labelledby="all-tags">
          <h2 id="all-tags">All tags</h2>
          <TagList wiki={wiki} tags={all.tags} current={tag} />
        </section>
      )}
    </div>
  );
}
