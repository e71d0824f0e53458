import { createContext, use } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { ResolvedLink } from '../../shared/contract/methods-page.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

/** What the parts of an article need to know of the page they stand on. */
export interface ArticleFrame {
  readonly wiki: WikiId;
  readonly path: PagePath;
  /** Where a target leads; undefined while the wiki is being asked. */
  readonly resolve: (target: string) => ResolvedLink | undefined;
  /** Where a section is edited; null where the text is only looked at. */
  readonly editHref: ((anchor: string) => string) | null;
  /** Moves to the element of this id; false when the article has none. */
  readonly scrollTo: (elementId: string) => boolean;
}

export const ArticleContext = createContext<ArticleFrame | null>(null);

export function useArticle(): ArticleFrame {
  const frame = use(ArticleContext);
  if (frame === null) throw new AppError('INTERNAL', 'An article part needs an article around it.');
  return frame;
}
