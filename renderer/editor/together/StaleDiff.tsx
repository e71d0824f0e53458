import { useDeferredValue, useMemo } from 'react';
import { foldUnchanged } from '../../../shared/history/fold.ts';
import { sourceDiff, type SourceLine } from '../../../shared/history/source-diff.ts';
import { WordPieces } from '../../ui/WordPieces.tsx';

const words = { same: '', inserted: 'Only in this text: ', deleted: 'Only in the page now: ' };

function Line({ line }: { readonly line: SourceLine }) {
  const isWhole = line.pieces.length === 1;
  return (
    <code data-change={line.change}>
      {line.change !== 'same' && <span className="cp-visually-hidden">{words[line.change]}</span>}
      {isWhole ? line.pieces[0]?.text : <WordPieces pieces={line.pieces} />}
      {'\n'}
    </code>
  );
}

/** What a text would change in the page as it is now, with a little of what stands around it. */
export function StaleDiff(props: { readonly theirs: string; readonly text: string }) {
  const { theirs } = props;
  // The text is being typed in: the comparison may come a little later.
  const text = useDeferredValue(props.text);
  const rows = useMemo(
    () => foldUnchanged(sourceDiff(theirs, text), (line) => line.change === 'same', 1),
    [theirs, text],
  );
  if (theirs === text) return <p>This text is the page as it is now.</p>;
  return (
    <>
      <p>
        <del className="cp-deleted">Only in the page now</del>{' '}
        <ins className="cp-inserted">Only in the text below</ins>
      </p>
      <pre className="cp-stale-diff" tabIndex={0} role="region" aria-label="The differences">
        {rows.map((entry, index) =>
          entry.kind === 'shown' ? (
            <Line key={index} line={entry.row} />
          ) : (
            <span key={index} className="cp-stale-fold">
              {entry.rows.length} lines that are the same{'\n'}
            </span>
          ),
        )}
      </pre>
    </>
  );
}
