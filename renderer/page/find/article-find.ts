import { drawMatches, endDrawing } from '../../find/draw-matches.ts';
import type { FindTarget } from '../../find/find-target.ts';
import type { Match } from '../../find/matches.ts';
import { type ArticlePart, articleParts, rangeIn } from './article-parts.ts';

/** A page that is read, as something to search. */
export function createArticleFind(article: HTMLElement): FindTarget {
  let known: { readonly parts: readonly ArticlePart[]; readonly texts: readonly string[] } | null =
    null;
  const listeners = new Set<() => void>();
  const observer = new MutationObserver(() => {
    known = null;
    for (const listener of listeners) listener();
  });
  const look = () => {
    if (known === null) {
      const parts = articleParts(article);
      known = { parts, texts: parts.map(({ text }) => text) };
    }
    return known;
  };
  const rangeOf = ({ part, from, to }: Match): Range | null => {
    const found = look().parts[part];
    return found === undefined ? null : rangeIn(found, from, to);
  };
  const selectedHere = () => {
    const selection = window.getSelection();
    return selection !== null && article.contains(selection.anchorNode) ? selection : null;
  };

  return {
    parts: () => look().texts,
    start() {
      const { parts } = look();
      const selection = selectedHere();
      const { topPx } = sightOf(article);
      const part = parts.findIndex(({ pieces }) =>
        selection === null || selection.isCollapsed
          ? pieces.some(
              ({ node }) => (node.parentElement?.getBoundingClientRect().bottom ?? 0) > topPx,
            )
          : pieces.some(({ node }) => selection.containsNode(node, true)),
      );
      return { part: Math.max(0, part), from: 0 };
    },
    selectedText() {
      const text = selectedHere()?.toString() ?? '';
      return text.includes('\n') || text.length > 200 ? '' : text;
    },
    draw: (matches, current) => drawMatches(matches, current, rangeOf),
    reveal(match) {
      const range = rangeOf(match);
      if (range !== null) reveal(article, range);
    },
    select(match) {
      const range = match === null ? null : rangeOf(match);
      article.closest<HTMLElement>('.cp-shell-main')?.focus({ preventScroll: true });
      if (range === null) return;
      const selection = window.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
    },
    onChange(listener) {
      listeners.add(listener);
      observer.observe(article, { childList: true, characterData: true, subtree: true });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        observer.disconnect();
        known = null;
        endDrawing();
      };
    },
  };
}

function scrollerOf(article: Element): Element {
  return article.closest('.cp-shell-main') ?? document.documentElement;
}

/** The part of the window in which the page is seen: above the bar that finds. */
function sightOf(article: Element): { readonly topPx: number; readonly bottomPx: number } {
  const { top, bottom } = scrollerOf(article).getBoundingClientRect();
  const bar = article.closest('.cp-page')?.querySelector('.cp-page-find')?.getBoundingClientRect();
  return {
    topPx: Math.max(0, top),
    bottomPx: Math.min(window.innerHeight, bottom) - (bar?.height ?? 0),
  };
}

function reveal(article: Element, range: Range): void {
  const within = range.startContainer.parentElement;
  for (let fold = within?.closest('details') ?? null; fold !== null;) {
    // What folds it is seen anyway.
    const isTitle = within?.closest('summary')?.parentElement === fold;
    if (!isTitle) fold.open = true;
    fold = fold.parentElement?.closest('details') ?? null;
  }
  const wide = within?.closest('.cp-table, pre') ?? null;
  if (wide !== null) {
    const [box, frame] = [range.getBoundingClientRect(), wide.getBoundingClientRect()];
    if (box.right > frame.right || box.left < frame.left) {
      wide.scrollLeft += box.left - frame.left - frame.width / 3;
    }
  }
  const { topPx, bottomPx } = sightOf(article);
  const box = range.getBoundingClientRect();
  if (box.top >= topPx && box.bottom <= bottomPx) return;
  // What was out of sight may turn out higher or lower once it is drawn: look again.
  for (let round = 0; round < 2; round += 1) {
    scrollerOf(article).scrollTop += range.getBoundingClientRect().top - (topPx + bottomPx) / 2;
  }
}
