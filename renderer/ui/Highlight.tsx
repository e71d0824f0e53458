interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** Text with what a query matched marked in it. */
export function Highlight(props: {
  readonly pieces: readonly Piece[];
  /** Shown where there are no pieces. */
  readonly fallback: string;
}) {
  if (props.pieces.length === 0) return props.fallback;
  return props.pieces.map((piece, index) =>
    piece.isHit ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}
