import { useEffect, useState } from 'react';
import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import { isShort, readPageApart } from './page-work.ts';

type Read =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly page: PageModel }
  /** The text can't be shown as formatted text. */
  | { readonly kind: 'failed' };

function readAs(page: PageModel): Read {
  return page.isParsed ? { kind: 'read', page } : { kind: 'failed' };
}

/** The model of a text, at once when it is short. `text` null: none is wanted. */
export function usePageModel(text: string | null, round: number): Read {
  const [first] = useState<Read>(() =>
    text !== null && isShort(text) ? readAs(readPage(text)) : { kind: 'reading' },
  );
  const [state, setState] = useState<{ readonly round: number; readonly read: Read }>({
    round: first.kind === 'reading' ? -1 : round,
    read: first,
  });
  const isWanted = text !== null && state.round !== round;
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    readPageApart(text).then(
      (page) => {
        if (isCurrent) setState({ round, read: readAs(page) });
      },
      () => {
        if (isCurrent) setState({ round, read: { kind: 'failed' } });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted, round, text]);
  return isWanted ? { kind: 'reading' } : state.read;
}
