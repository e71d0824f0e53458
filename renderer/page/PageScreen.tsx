import './PageScreen.css';
import { assertNever } from '../../shared/contract/errors.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { MissingPage } from './MissingPage.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';
import { PageView } from './PageView.tsx';
import { UnreadablePage } from './UnreadablePage.tsx';

/** A page as readers see it, or what stands in its place. */
export function PageScreen(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly anchor: string;
}) {
  const { wiki, path, anchor } = props;
  const { data: page, error, refetch } = useCore('page.read', { wiki, path });
  if (page === undefined) {
    return (
      <div className="cp-page">
        {error === null ? (
          <PageSkeleton />
        ) : (
          <Notice
            kind="error"
            title="This page could not be read"
            actions={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {error.message}
          </Notice>
        )}
      </div>
    );
  }
  switch (page.kind) {
    case 'page':
      return <PageView wiki={wiki} page={page} anchor={anchor} />;
    case 'unreadable':
      return <UnreadablePage wiki={wiki} page={page} />;
    case 'missing':
      return <MissingPage wiki={wiki} page={page} />;
    default:
      return assertNever(page);
  }
}
