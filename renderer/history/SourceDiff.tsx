import { useMemo } from 'react';
import { foldUnchanged } from '../../shared/history/fold.ts';
import { sourceDiff, type SourceLine } from '../../shared/history/source-diff.ts';
import { WordPieces } from '../ui/WordPieces.tsx';
import { FoldedRows } from './FoldedRows.tsx';

const lines = (count: number) => `${count} lines`;
const signs = { same: ' ', inserted: '+', deleted: '−' };
const words = { same: '', inserted: 'New: ', deleted: 'Removed: ' };

function Line({ line }: { readonly line: SourceLine }) {
  const isWhole = line.pieces.length === 1;
  return (
    <div className="cp-source-line" data-change={line.change}>
      <span className="cp-source-number" aria-hidden>
        {line.before ?? ''}
      </span>
      <span className="cp-source-number" aria-hidden>
        {line.after ?? ''}
      </span>
      <span className="cp-source-sign" aria-hidden>
        {signs[line.change]}
      </span>
      <code>
        {words[line.change] !== '' && (
          <span className="cp-visually-hidden">{words[line.change]}</span>
        )}
        {isWhole ? line.pieces[0]?.text : <WordPieces pieces={line.pieces} />}
      </code>
    </div>
  );
}

/** Two versions as they are written, line by line. */
export function SourceDiff(props: { readonly before: string; readonly after: string }) {
  const { before, after } = props;
  const rows = useMemo(
    () => foldUnchanged(sourceDiff(before, after), (line) => line.change === 'same', 3),
    [before, after],
  );
  return (
    <div className="cp-source-diff">
      <FoldedRows rows={rows} unit={lines} render={(line) => <Line line={line} />} />
    </div>
  );
}
