import './WordPieces.css';
import type { WordPiece } from '../../shared/history/words.ts';

/** A text with its changed words marked: by colour, by line and for screen readers. */
export function WordPieces({ pieces }: { readonly pieces: readonly WordPiece[] }) {
  return pieces.map(({ change, text }, index) => {
    if (change === 'same') return <span key={index}>{text}</span>;
    return change === 'inserted' ? (
      <ins key={index} className="cp-inserted">
        {text}
      </ins>
    ) : (
      <del key={index} className="cp-deleted">
        {text}
      </del>
    );
  });
}
