import { type RefObject, useCallback } from 'react';
import { FindBar } from '../../find/FindBar.tsx';
import { createArticleFind } from './article-find.ts';

/** Finds words in the page that is read. */
export function PageFind(props: {
  readonly article: RefObject<HTMLElement | null>;
  /** Changes each time it is asked for; 0: not yet, or not any more. */
  readonly asked: number;
  readonly onClose: () => void;
}) {
  const { article, asked, onClose } = props;
  const getTarget = useCallback(
    () => (article.current === null ? null : createArticleFind(article.current)),
    [article],
  );
  if (asked === 0) return null;
  return (
    <div className="cp-page-find">
      <FindBar getTarget={getTarget} round={0} asked={asked} onClose={onClose} />
    </div>
  );
}
