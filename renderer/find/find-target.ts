import type { Match } from './matches.ts';

export interface Replacement {
  readonly match: Match;
  readonly text: string;
}

/** A text on the screen that can be searched. Finding never changes it. */
export interface FindTarget {
  /** What a reader sees, part by part; the same array until the text changes. */
  parts(): readonly string[];
  /** Where the caret is. */
  start(): Pick<Match, 'part' | 'from'>;
  /** Of one line; else empty. */
  selectedText(): string;
  /** Marks the matches, the current one apart; none: takes the marks away. */
  draw(matches: readonly Match[], current: Match | null): void;
  /** Brings a match into sight. */
  reveal(match: Match): void;
  /** Gives the text the focus, with the match selected. */
  select(match: Match | null): void;
  /**
   * Left out where the text can only be read. One step for undo. Returns how many were refused: part of
   * them is kept as one.
   */
  replace?(changes: readonly Replacement[]): number;
  onChange(listener: () => void): () => void;
}
