import { use } from 'react';
import { ArticleText } from '../../article/ArticleText.tsx';
import { PageContext } from './page-context.ts';

/** What readers see of a block: cleaned of all that could act, and out of reach of keys and clicks. */
export function OpaquePreview({ source }: { readonly source: string }) {
  const page = use(PageContext);
  if (page === null) return <pre dir="auto">{source}</pre>;
  return (
    <>
      <div className="cp-block-atom-preview" inert>
        <ArticleText wiki={page.wiki} path={page.path} text={source} />
      </div>
      <pre dir="auto" className="cp-block-atom-unseen">
        {source}
      </pre>
    </>
  );
}
