import {
  Fragment,
  type KeyboardEvent,
  memo,
  type SyntheticEvent,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import type { Blame } from '../../shared/contract/methods-history.ts';
import type { Revision } from '../../shared/contract/values.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { Authorship } from './authors.ts';

type Block = Blame['blocks'][number];

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

function describe({ author, dateMs, summary }: Revision): string {
  const date = Math.abs(dateMs) > 8.64e15 ? '' : `, ${day.format(dateMs)}`;
  return `${author.name}${date}${summary === '' ? '' : `: ${summary}`}`;
}

/** Left and right go from piece to piece, up and down from block to block, Home and End to the ends. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const pieces = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-by]')];
  const at = pieces.findIndex((piece) => piece === document.activeElement);
  if (at === -1) return;
  const blockOf = (index: number) => pieces[index]?.closest('.cp-authored-block') ?? null;
  const nextBlock = (step: 1 | -1) => {
    let to = at;
    while (pieces[to] !== undefined && blockOf(to) === blockOf(at)) to += step;
    if (pieces[to] === undefined) return at;
    const block = blockOf(to);
    return pieces.findIndex((_, index) => blockOf(index) === block);
  };
  const targets: Record<string, () => number> = {
    ArrowRight: () => at + 1,
    ArrowLeft: () => at - 1,
    ArrowDown: () => nextBlock(1),
    ArrowUp: () => nextBlock(-1),
    Home: () => 0,
    End: () => pieces.length - 1,
  };
  const target = pieces[targets[event.key]?.() ?? -1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

function headingLevel(block: Block): number {
  const start = block.pieces.map(({ text }) => text).join('');
  return /^ {0,3}(#{1,6})\s/.exec(start)?.[1]?.length ?? 0;
}

const BlockText = memo(function BlockText(props: {
  readonly block: Block;
  readonly blame: Blame;
  readonly who: Authorship;
  readonly isFirst: boolean;
}) {
  const { block, blame, who } = props;
  return (
    <div className="cp-authored-words" data-level={headingLevel(block)}>
      {block.pieces.map(({ text, by }, index) => {
        const author = who.authorOf[by] ?? 0;
        const revision = blame.revisions[by];
        const words = text.trimEnd();
        const isLast = index === block.pieces.length - 1;
        return (
          <Fragment key={index}>
            <span
              role="button"
              tabIndex={props.isFirst && index === 0 ? 0 : -1}
              className="cp-piece"
              data-by={by}
              data-author={author}
              data-look={who.authors[author]?.look ?? 'other'}
              aria-description={revision === undefined ? undefined : describe(revision)}
            >
              {words}
            </span>
            {!isLast && text.slice(words.length)}
          </Fragment>
        );
      })}
    </div>
  );
});

/** The page as it is written, its words marked by who wrote them; the latest change of each block beside it. */
export function AuthoredText(props: {
  readonly blame: Blame;
  readonly who: Authorship;
  /** The only author to mark; null marks all. */
  readonly only: number | null;
  /** The revision that is told of. */
  readonly shown: number | null;
  readonly onShow: (revision: number) => void;
}) {
  const { blame, who, only, shown } = props;
  const text = useRef<HTMLDivElement>(null);
  // Twenty thousand pieces are not rendered anew when the pointer goes from one to the next.
  useEffect(() => {
    const pieces = [...(text.current?.querySelectorAll(`[data-by="${String(shown)}"]`) ?? [])];
    for (const piece of pieces) piece.toggleAttribute('data-shown', true);
    return () => {
      for (const piece of pieces) piece.toggleAttribute('data-shown', false);
    };
  }, [shown, blame]);
  useEffect(() => {
    const pieces =
      only === null
        ? []
        : [...(text.current?.querySelectorAll(`[data-by]:not([data-author="${only}"])`) ?? [])];
    for (const piece of pieces) piece.toggleAttribute('data-faded', true);
    return () => {
      for (const piece of pieces) piece.toggleAttribute('data-faded', false);
    };
  }, [only, blame]);

  const show = ({ target }: SyntheticEvent) => {
    const piece = target instanceof Element ? target.closest<HTMLElement>('[data-by]') : null;
    if (piece !== null) props.onShow(Number(piece.dataset['by']));
  };
  // Only the piece last in focus is a stop for Tab.
  const takeFocus = (event: SyntheticEvent) => {
    show(event);
    for (const stop of text.current?.querySelectorAll('[data-by][tabindex="0"]') ?? []) {
      stop.setAttribute('tabindex', '-1');
    }
    if (event.target instanceof Element) event.target.setAttribute('tabindex', '0');
  };
  const rows = useMemo(
    () =>
      blame.blocks.map((block, index) => {
        const before = blame.blocks[index - 1];
        const revision = blame.revisions[block.by];
        return (
          <div key={index} className="cp-authored-block">
            <p className="cp-authored-gutter">
              {before?.by !== block.by && revision !== undefined && (
                <>
                  <span>{revision.author.name}</span> <RelativeTime dateMs={revision.dateMs} />
                </>
              )}
            </p>
            <BlockText block={block} blame={blame} who={who} isFirst={index === 0} />
          </div>
        );
      }),
    [blame, who],
  );
  return (
    <div
      ref={text}
      className="cp-authored"
      role="group"
      aria-label="The page, piece by piece. Arrow keys go from piece to piece."
      onPointerOver={show}
      onClick={show}
      onFocus={takeFocus}
      onKeyDown={moveFocus}
    >
      {rows}
    </div>
  );
}
