import { useEffect } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NewPageIcon, PageIcon } from '../ui/icons.ts';
import { askForNewPage } from '../pages/new-page.ts';
import { Loading } from './Loading.tsx';
import { hashOf, navigate } from './routes.ts';

/** Leads to the wiki's front page, or says what to do in a wiki that has none. */
export function HomeScreen({ summary }: { readonly summary: WikiSummary }) {
  const { wiki, home, pageCount } = summary;
  useEffect(() => {
    if (home !== null) navigate({ kind: 'page', wiki, path: home, anchor: '' }, { replace: true });
  }, [home, wiki]);
  if (home !== null) return <Loading />;
  const isEmpty = pageCount === 0;
  return (
    <div className="cp-screen">
      <EmptyState
        isScreen
        icon={PageIcon}
        title={isEmpty ? `${summary.name} has no pages yet` : `${summary.name} has no front page`}
        actions={
          <>
            <Button variant="primary" icon={NewPageIcon} onClick={() => askForNewPage(null)}>
              {isEmpty ? 'Write the first page' : 'New page'}
            </Button>
            {!isEmpty && (
              <ButtonLink href={hashOf({ kind: 'recent', wiki })}>Recent changes</ButtonLink>
            )}
          </>
        }
      >
        <p>
          {isEmpty
            ? 'A page named “Home” or “index” becomes the front page.'
            : 'Choose a page from the list, or write one named “Home”.'}
        </p>
      </EmptyState>
    </div>
  );
}
