import { useRef } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { Article } from './Article.tsx';
import { ArticleContext } from './article-context.ts';
import { useArticleFrame } from './use-article-frame.ts';
import { useRendering } from './use-rendering.ts';

const noTargets: readonly string[] = [];

/**
 * A markdown text, of a page or a piece of one, laid out as it would be read there.
 * What can't be laid out is shown as its source.
 */
export function ArticleText(props: {
  readonly wiki: WikiId;
  /** The page that its links start from. */
  readonly path: PagePath;
  readonly text: string;
  /** A first heading that says the same is left out. */
  readonly title?: string;
}) {
  const { wiki, path, text, title = '' } = props;
  const article = useRef<HTMLElement>(null);
  const rendering = useRendering(text, title);
  const isRendered = rendering?.kind === 'rendered';
  const frame = useArticleFrame(wiki, path, isRendered ? rendering.targets : noTargets, article);
  if (rendering === null) return null;
  return (
    <article ref={article} className="cp-article">
      {isRendered ? (
        <ArticleContext value={frame}>
          <Article tree={rendering.tree} />
        </ArticleContext>
      ) : (
        <pre>{text}</pre>
      )}
    </article>
  );
}
