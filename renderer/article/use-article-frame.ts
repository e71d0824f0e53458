import { type RefObject, useCallback, useMemo } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { useCore } from '../client/queries.ts';
import type { ArticleFrame } from './article-context.ts';

const maxTargets = 5000;

/**
 * What the parts of an article need: where its links lead, and how to move within it.
 *
 * @param targets the links as written; keep the array while the text is the same
 * @param editHref where a section is edited, the same function each time; null: not here
 */
export function useArticleFrame(
  wiki: WikiId,
  path: PagePath,
  targets: readonly string[],
  article: RefObject<HTMLElement | null>,
  editHref: ArticleFrame['editHref'] = null,
): ArticleFrame {
  const asked = useMemo(() => targets.slice(0, maxTargets), [targets]);
  const { data } = useCore(
    'page.resolveLinks',
    { wiki, from: path, targets: asked },
    { enabled: asked.length > 0, keepPrevious: true },
  );
  const links = useMemo(() => new Map(data?.links.map((link) => [link.target, link])), [data]);
  const scrollTo = useCallback(
    (elementId: string) => {
      const goal = article.current?.querySelector(`#${CSS.escape(elementId)}`);
      if (!(goal instanceof HTMLElement)) return false;
      goal.closest('details')?.setAttribute('open', '');
      goal.scrollIntoView({ block: 'start' });
      if (goal.tabIndex === -1) goal.setAttribute('tabindex', '-1');
      goal.focus({ preventScroll: true });
      return true;
    },
    [article],
  );
  return useMemo<ArticleFrame>(
    () => ({ wiki, path, resolve: (target) => links.get(target), scrollTo, editHref }),
    [wiki, path, links, scrollTo, editHref],
  );
}
