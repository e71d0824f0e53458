import type { Choice } from '../../shared/contract/methods-choice.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { toPagePath } from '../../shared/wiki/page-path.ts';
import { ArticleText } from '../article/ArticleText.tsx';
import { whoIs } from '../client/who-is.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ByWhom } from '../versions/ByWhom.tsx';
import { useSettle } from './use-settle.ts';

/** One side deleted the page, the other edited it. */
export function DeletedChoice(props: {
  readonly wiki: WikiId;
  readonly choice: Extract<Choice, { kind: 'deleted' }>;
}) {
  const { wiki, choice } = props;
  const { path, id, text, blob, title, editedBy, deletedBy } = choice;
  const { settle, isBusy, problem } = useSettle(wiki, path);
  const page = toPagePath(path);
  return (
    <>
      <p>
        This page was edited by {whoIs(editedBy)} and, at the same time, deleted by{' '}
        {whoIs(deletedBy)}. It is kept until somebody chooses. What is deleted can always be brought
        back from the history.
      </p>
      <div className="cp-versions">
        <div className="cp-version">
          <ByWhom by={editedBy} did="Edited" fallback="The edit" />
          <p>Keep the page as it is now.</p>
          <Button
            variant="primary"
            isBusy={isBusy}
            onClick={() => void settle({ kind: 'keepPage', id })}
          >
            Keep the page
          </Button>
        </div>
        <div className="cp-version">
          <ByWhom by={deletedBy} did="Deleted" fallback="The deletion" />
          <p>Delete the page after all.</p>
          <Button
            isBusy={isBusy}
            onClick={() => void settle({ kind: 'deletePage', id, base: blob })}
          >
            Delete it
          </Button>
        </div>
      </div>
      {problem !== null && <Notice kind="error" title={problem} />}
      {text !== null && (
        <details className="cp-choice-preview" open>
          <summary>The page as it is now</summary>
          {page === null ? (
            <pre>{text}</pre>
          ) : (
            <ArticleText wiki={wiki} path={page} text={text} title={title} />
          )}
        </details>
      )}
    </>
  );
}
