import { assertNever } from '../../shared/contract/errors.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Rendering } from '../article/rendering.ts';

type Reason = Exclude<Rendering['kind'], 'rendered'>;

const shownLength = 400_000;

function wordsOf(reason: Reason): string {
  switch (reason) {
    case 'tooDeep':
      return 'Quotes, lists or brackets are nested too deep in this page';
    case 'tooLarge':
      return 'This page is too large to lay out';
    case 'tooSlow':
      return 'Laying out this page took too long and was stopped';
    case 'failed':
      return 'This page could not be laid out';
    default:
      return assertNever(reason);
  }
}

/** The page's text as written, where it can't be laid out, with the reason. */
export function SourceView({ text, reason }: { readonly text: string; readonly reason: Reason }) {
  return (
    <>
      <Notice kind="warning" title={`${wordsOf(reason)}, so here is its source.`}>
        Nothing is lost; you can edit it as usual.
      </Notice>
      <pre className="cp-page-source" tabIndex={0}>
        {text.slice(0, shownLength)}
      </pre>
      {text.length > shownLength && (
        <p className="cp-page-more">The rest is left out here. Open the editor to see all of it.</p>
      )}
    </>
  );
}
