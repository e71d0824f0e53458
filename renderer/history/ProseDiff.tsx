import { useMemo } from 'react';
import { foldUnchanged } from '../../shared/history/fold.ts';
import { proseDiff } from '../../shared/history/prose-diff.ts';
import { ProseBlockView } from '../article/ProseBlockView.tsx';
import { FoldedRows } from './FoldedRows.tsx';

const paragraphs = (count: number) => `${count} paragraphs`;

/** Two versions as prose, deleted and new words in place. */
export function ProseDiff(props: { readonly before: string; readonly after: string }) {
  const { before, after } = props;
  const rows = useMemo(
    () => foldUnchanged(proseDiff(before, after), (block) => block.change === 'same', 1),
    [before, after],
  );
  return (
    <div className="cp-prose-diff">
      <FoldedRows
        rows={rows}
        unit={paragraphs}
        render={(block) => <ProseBlockView block={block} />}
      />
    </div>
  );
}
