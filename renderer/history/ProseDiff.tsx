import { type ReactNode, useMemo } from 'react';
import { foldUnchanged } from '../../shared/history/fold.ts';
import { type ProseBlock, proseDiff } from '../../shared/history/prose-diff.ts';
import { WordPieces } from '../ui/WordPieces.tsx';
import { FoldedRows } from './FoldedRows.tsx';

const paragraphs = (count: number) => `${count} paragraphs`;

function Block({ block }: { readonly block: ProseBlock }) {
  const words = <WordPieces pieces={block.pieces} />;
  const frame = (content: ReactNode) => (
    <div className="cp-prose-block" data-kind={block.kind} data-change={block.change}>
      {content}
    </div>
  );
  switch (block.kind) {
    case 'heading':
      return frame(
        <p role="heading" aria-level={Math.min(6, block.level + 1)} data-level={block.level}>
          {words}
        </p>,
      );
    case 'item':
      return (
        <div
          className="cp-prose-block"
          data-kind="item"
          data-change={block.change}
          style={{ '--depth': block.level }}
        >
          <span className="cp-prose-marker">{block.marker}</span>
          <p>{words}</p>
        </div>
      );
    case 'rule':
      return frame(<hr />);
    case 'quote':
      return frame(
        <blockquote>
          <p>{words}</p>
        </blockquote>,
      );
    case 'code':
    case 'raw':
    case 'frontmatter':
      return frame(<pre>{words}</pre>);
    case 'row':
    case 'paragraph':
      return frame(<p>{words}</p>);
  }
}

/** Two versions as prose, deleted and new words in place. */
export function ProseDiff(props: { readonly before: string; readonly after: string }) {
  const { before, after } = props;
  const rows = useMemo(
    () => foldUnchanged(proseDiff(before, after), (block) => block.change === 'same', 1),
    [before, after],
  );
  return (
    <div className="cp-prose-diff">
      <FoldedRows rows={rows} unit={paragraphs} render={(block) => <Block block={block} />} />
    </div>
  );
}
