import type { Conflict } from '../../../shared/merge/conflict-file.ts';
import {
  joinerOf,
  type JoinedPage,
  type PageVersion,
  type SideAuthors,
} from '../../../shared/merge/join-page.ts';
import { mergeText } from '../../../shared/merge/merge-text.ts';
import { countWords } from '../../../shared/merge/words.ts';
import { conflictFile, type PrintedConflict } from './conflict-print.ts';

const nobody: SideAuthors = { ours: null, theirs: null };

/** What is done with texts while histories are joined: nothing but the processor's time. */
export class TextWork {
  #joinAs: (authors: SideAuthors) => JoinedPage = () => {
    throw new Error('no page was joined before');
  };

  /** Joins two edits of a page, as if nobody had written the versions. */
  join(base: PageVersion, ours: PageVersion, theirs: PageVersion): JoinedPage {
    this.#joinAs = joinerOf(base, ours, theirs);
    return this.#joinAs(nobody);
  }

  /** The page that was joined last, with those who wrote its versions. */
  joinAs(authors: SideAuthors): JoinedPage {
    return this.#joinAs(authors);
  }

  /** Joins two edits of a file of which nothing is known but that it has lines; null when they touch. */
  joinLines(base: string, ours: string, theirs: string): string | null {
    return mergeText('raw', base, ours, theirs);
  }

  countWords(text: string): Map<string, number> {
    return countWords(text);
  }

  /** Null when it is too large to travel. */
  conflictFile(conflict: Conflict): PrintedConflict | null {
    return conflictFile(conflict);
  }
}

export type WorkName = 'join' | 'joinAs' | 'joinLines' | 'countWords' | 'conflictFile';
export type WorkArguments<Name extends WorkName> = Parameters<TextWork[Name]>;
export type WorkResult<Name extends WorkName> = ReturnType<TextWork[Name]>;

export interface WorkRequest {
  readonly name: WorkName;
  readonly arguments: readonly unknown[];
}

export type WorkAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly message: string };
