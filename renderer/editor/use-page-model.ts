import { useEffect, useState } from 'react';
import { continueHead, readHead } from '../../shared/markdown/model/page-head.ts';
import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import { isShort, readPageApart } from './page-work.ts';

type Read =
  | { readonly kind: 'reading' }
  /** Its first blocks, to be looked at until all of it is read. */
  | { readonly kind: 'head'; readonly page: PageModel }
  | {
      readonly kind: 'read';
      readonly page: PageModel;
      /** How many of its blocks were shown as its head. */
      readonly headCount: number;
    }
  /** The text can't be shown as formatted text. */
  | { readonly kind: 'failed' };

// Lines of 27 pixels with some 70 characters fill the screen.
const charactersPerPx = 3;

function firstRead(text: string | null, isFromTop: boolean): Read {
  if (text === null) return { kind: 'reading' };
  if (isShort(text)) return readAs(readPage(text), null);
  const head = isFromTop ? readHead(text, window.innerHeight * charactersPerPx) : null;
  return head === null ? { kind: 'reading' } : { kind: 'head', page: head };
}

function readAs(page: PageModel, first: Read | null): Read {
  if (!page.isParsed) return { kind: 'failed' };
  const whole = first?.kind === 'head' ? continueHead(first.page, page) : null;
  if (first?.kind !== 'head' || whole === null) return { kind: 'read', page, headCount: 0 };
  return { kind: 'read', page: whole, headCount: first.page.blocks.length };
}

/**
 * The model of a text, at once when it is short. `text` null: none is wanted.
 *
 * @param isFromTop the beginning is what is looked at first
 */
export function usePageModel(text: string | null, round: number, isFromTop: boolean): Read {
  const [state, setState] = useState(() => ({ round, read: firstRead(text, isFromTop) }));
  const isWanted = text !== null && (state.round !== round || isUnread(state.read));
  // The head of another text than the one on the screen is of no use.
  const first = state.round === round ? state.read : null;
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    readPageApart(text).then(
      (page) => {
        if (isCurrent) setState({ round, read: readAs(page, first) });
      },
      () => {
        if (isCurrent) setState({ round, read: { kind: 'failed' } });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [first, isWanted, round, text]);
  return first ?? { kind: 'reading' };
}

function isUnread({ kind }: Read): boolean {
  return kind === 'reading' || kind === 'head';
}
