import { useLayoutEffect } from 'react';

type Mark = 'editing' | 'outline';

// One screen may come before the last one is gone.
const counts = new Map<Mark, number>();

/**
 * Says to the styles what is on the screen, as `data-…` of the document's root. `:has()` would say it by
 * itself, and be asked again with each element that comes into a page or goes.
 */
export function useRootMark(mark: Mark, isOn = true): void {
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    set(mark, 1);
    return () => set(mark, -1);
  }, [isOn, mark]);
}

function set(mark: Mark, step: 1 | -1): void {
  const count = (counts.get(mark) ?? 0) + step;
  counts.set(mark, count);
  document.documentElement.toggleAttribute(`data-${mark}`, count > 0);
}
