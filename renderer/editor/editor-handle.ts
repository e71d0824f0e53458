import type { WordCount } from './count/count-words.ts';
import type { FindTarget } from '../find/find-target.ts';
import type { Place } from './place/place.ts';
import type { Steps } from './past/steps.ts';
import type { Join, Received } from './together/received.ts';

/** What an editor of the page, formatted or source, answers for as long as it is on the screen. */
export interface EditorHandle {
  /** The text as it is now; not checked as a whole. */
  readText(): string;
  /** The same, worked out away from the screen when the page is long. */
  writeDraft(): Promise<string>;
  /** The text for a save. Not faithful: it would not read back as the editor shows it. */
  writeChecked(): Promise<{ readonly text: string; readonly isFaithful: boolean }>;
  /** What its own undo and redo would lead to. */
  ownSteps(): Steps;
  /** Where the person is. @param text what `readText` has just given */
  place(text: string): Place | null;
  /** Puts another text in place of what it holds; whatever stays the same stays where it is. */
  receive(join: Join): Promise<Received>;
  /** Closes what is being written in a field of its own within the text, such as a block's source. */
  closeFields(): void;
  /** Goes to a text of the history, the caret at an offset of it. False: open an editor over it. */
  stepTo(text: string, caret: number): Promise<boolean>;
  /** Null: not on the screen yet. */
  countable(): Countable | null;
  /** Null: not on the screen yet. */
  findTarget(): FindTarget | null;
}

/** What a reader sees of a text, to be counted. */
export interface Countable {
  readonly count: () => WordCount;
  /** The selected words; empty: none are. */
  readonly selected: () => string;
  /** Told of each change of the text. @returns ends it */
  readonly onChange: (listener: () => void) => () => void;
}

/** Told the text when the editor goes away; `check` must be called within. */
export type OnClose = (text: string, check: EditorHandle['writeChecked']) => void;

/** What an editor begins with besides the text, and whom it asks when its own history ends. */
export interface Start {
  /** Null: at the top. */
  readonly place: Place | null;
  readonly canUndoBeyond: boolean;
  readonly canRedoBeyond: boolean;
  readonly onUndoBeyond: () => void;
  readonly onRedoBeyond: () => void;
}
