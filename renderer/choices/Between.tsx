import { memo } from 'react';
import { proseDiff } from '../../shared/history/prose-diff.ts';
import { ProseBlockView } from '../article/ProseBlockView.tsx';

const contextBlocks = 2;

/** The joined text around the sections, its ends only: enough to know where one is. */
export const Between = memo(function Between({ text }: { readonly text: string }) {
  // Between two sections of a frontmatter, its fence reads as a rule.
  const blocks = proseDiff(text, text).filter(({ kind }) => kind !== 'rule');
  if (blocks.length === 0) return null;
  const views = blocks.map((block, index) => <ProseBlockView key={index} block={block} />);
  if (blocks.length <= 2 * contextBlocks + 1) return <div className="cp-between">{views}</div>;
  return (
    <div className="cp-between">
      {views.slice(0, contextBlocks)}
      <details>
        <summary>
          <span className="cp-between-more">Show what is between</span>
          <span className="cp-between-less">Show less</span>
        </summary>
        {views.slice(contextBlocks, -contextBlocks)}
      </details>
      {views.slice(-contextBlocks)}
    </div>
  );
});
