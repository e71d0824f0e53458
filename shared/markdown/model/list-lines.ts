import type { List, ListItem, Parents } from 'mdast';
import { defaultHandlers, type Handlers } from 'mdast-util-to-markdown';
import type { Style } from './style.ts';

/** Whether a list right below a line of text would be read as more of the text. */
export function needsLineAbove(list: List): boolean {
  const [item] = list.children;
  if (list.ordered === true && list.start !== 1) return true;
  const [first] = item?.children ?? [];
  return first === undefined || (first.type === 'list' && needsLineAbove(first));
}

/** How lists are written: as far from their markers, and from the items above, as the style says. */
export function listHandlers(style: Style): Pick<Handlers, 'list' | 'listItem'> {
  // Of the items around: how far their text stands in, and how far a list below it does.
  const margins: { readonly text: number; readonly list: number }[] = [];
  return {
    list: (node: List, parent: Parents | undefined, state, info) => {
      const text = defaultHandlers.list(node, parent, state, info);
      // Further in than a list on the marker's own line it would be a part of that one.
      const isBelow = parent?.type === 'listItem' && parent.children[0]?.type !== 'list';
      const margin = margins.at(-1);
      const more = isBelow && margin !== undefined ? margin.list - margin.text : 0;
      // Four more would be code.
      if (more <= 0 || more > 3) return text;
      return state.indentLines(
        text,
        (line, _, isBlank) => (isBlank ? '' : ' '.repeat(more)) + line,
      );
    },
    listItem: (node: ListItem, parent: Parents | undefined, state, info) => {
      const list = parent?.type === 'list' ? parent : null;
      const isOrdered = list?.ordered === true;
      const index = list?.children.indexOf(node) ?? 0;
      const count = style.isCounting ? index : 0;
      const sign = state.bulletCurrent ?? style.bullet;
      const marker = isOrdered ? `${(list.start ?? 1) + count}${sign}` : sign;
      const own = margins.length === 0 ? (style.itemGaps[index] ?? 0) : 0;
      const gap = ' '.repeat(own > 0 ? own : isOrdered ? style.numberGap : style.bulletGap);
      const margin = marker.length + gap.length;
      const tracker = state.createTracker(info);
      tracker.move(marker + gap);
      tracker.shift(margin);
      const exit = state.enter('listItem');
      margins.push({ text: margin, list: isOrdered ? style.belowNumber : style.belowBullet });
      const text = state.containerFlow(node, tracker.current());
      margins.pop();
      exit();
      return state.indentLines(text, (line, at, isBlank) => {
        if (at > 0) return (isBlank ? '' : ' '.repeat(margin)) + line;
        return isBlank ? marker : marker + gap + line;
      });
    },
  };
}
