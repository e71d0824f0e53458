import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { nameOfPage } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { sizeWords } from '../client/progress-words.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Breadcrumbs } from './Breadcrumbs.tsx';

/** A file that is there but is no text we may show as a page. */
export function UnreadablePage(props: {
  readonly wiki: WikiId;
  readonly page: Extract<Output<'page.read'>, { kind: 'unreadable' }>;
}) {
  const { wiki, page } = props;
  return (
    <div className="cp-page">
      <div className="cp-page-column">
        <header className="cp-page-header">
          <Breadcrumbs wiki={wiki} path={page.path} />
          <h1>{nameOfPage(page.path)}</h1>
        </header>
        <Notice
          kind="error"
          title={page.message}
          actions={
            <ButtonLink href={hashOf({ kind: 'history', wiki, path: page.path })}>
              History
            </ButtonLink>
          }
        >
          The file has {sizeWords(page.sizeBytes)}. Nothing of it is changed or lost.
        </Notice>
        {page.excerpt !== '' && (
          <pre className="cp-page-source" tabIndex={0} aria-label="The beginning of the file">
            {page.excerpt}
          </pre>
        )}
      </div>
    </div>
  );
}
