import { useEffect } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { nameOfPage } from '../../shared/wiki/page-path.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { HistoryIcon, NewPageIcon } from '../ui/icons.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';
import { Backlinks } from './Backlinks.tsx';
import { DraftNotice } from '../drafts/DraftNotice.tsx';

type Missing = Extract<Output<'page.read'>, { kind: 'missing' }>;

/** Where no page is: it moved, was deleted, or is still to be written. */
export function MissingPage(props: { readonly wiki: WikiId; readonly page: Missing }) {
  const { wiki, page } = props;
  const { path, movedTo, deleted, similar, draft } = page;
  const name = nameOfPage(path);

  useEffect(() => {
    if (movedTo === null) return;
    navigate({ kind: 'page', wiki, path: movedTo, anchor: '' }, { replace: true });
    toast({ title: `“${name}” is now “${nameOfPage(movedTo)}”.` });
  }, [wiki, movedTo, name]);
  if (movedTo !== null) return null;

  return (
    <div className="cp-page cp-page-missing">
      <EmptyState
        isScreen
        icon={deleted === null ? NewPageIcon : HistoryIcon}
        title={deleted === null ? `“${name}” does not exist yet` : `“${name}” was deleted`}
        actions={
          <>
            {deleted !== null && (
              <ButtonLink variant="primary" href={hashOf({ kind: 'history', wiki, path })}>
                See its history
              </ButtonLink>
            )}
            <ButtonLink
              variant={deleted === null ? 'primary' : 'plain'}
              href={hashOf({ kind: 'edit', wiki, path })}
            >
              {deleted === null ? 'Write this page' : 'Write it anew'}
            </ButtonLink>
            <ButtonLink href={hashOf({ kind: 'search', wiki, query: name })}>
              Search for it
            </ButtonLink>
          </>
        }
      >
        {deleted === null ? (
          <p>Nobody has written this page so far.</p>
        ) : (
          <p>
            By {deleted.author.name}, <RelativeTime dateMs={deleted.dateMs} />. Its history can
            bring it back.
          </p>
        )}
      </EmptyState>
      {draft !== null && <DraftNotice wiki={wiki} draft={draft} />}
      {similar.length > 0 && (
        <section className="cp-backlinks" aria-labelledby="cp-similar-title">
          <h2 id="cp-similar-title">Did you mean</h2>
          <ul>
            {similar.map((entry) => (
              <li key={entry.path}>
                <a href={hashOf({ kind: 'page', wiki, path: entry.path, anchor: '' })}>
                  {entry.title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Backlinks wiki={wiki} path={path} />
    </div>
  );
}
