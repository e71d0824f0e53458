import './ProseBlockView.css';
import type { ReactNode } from 'react';
import type { ProseBlock } from '../../shared/history/prose-diff.ts';
import { WordPieces } from '../ui/WordPieces.tsx';

/** One block of a comparison as a reader sees it, its changed words marked. */
export function ProseBlockView({ block }: { readonly block: ProseBlock }) {
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
