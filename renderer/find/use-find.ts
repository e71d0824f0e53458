import { useCallback, useEffect, useRef, useState } from 'react';
import { createFinder, type Found } from './finder.ts';
import type { FindTarget } from './find-target.ts';
import { firstFrom, type FindQuery, type Match } from './matches.ts';

interface Shown {
  readonly found: Found;
  /** Which match is the current one; -1: none. */
  readonly at: number;
}

export interface Find {
  readonly shown: Shown | null;
  /** To the next match, or the one before; around the end. */
  readonly step: (by: 1 | -1) => Promise<void>;
  /** How many were replaced, and how many refused. */
  readonly replace: (
    replacement: string,
    which: 'current' | 'all',
  ) => Promise<{ readonly done: number; readonly refused: number }>;
}

// After a key in the text the search waits for the next.
const settleMs = 120;

/** Searches what is on the screen for a query, and again whenever either changes. */
export function useFind(target: FindTarget | null, query: FindQuery): Find {
  const [finder] = useState(createFinder);
  const [shown, setShown] = useState<Shown | null>(null);
  const latest = useRef<Promise<Shown | null>>(Promise.resolve(null));
  const origin = useRef<Pick<Match, 'part' | 'from'>>({ part: 0, from: 0 });

  useEffect(() => () => finder.close(), [finder]);

  const show = useCallback(
    (next: Shown | null, isRevealed: boolean) => {
      setShown(next);
      const matches = next?.found.kind === 'found' ? next.found.matches.matches : [];
      const current = matches[next?.at ?? -1] ?? null;
      if (current !== null) origin.current = current;
      target?.draw(matches, current);
      if (isRevealed && current !== null) target?.reveal(current);
    },
    [target],
  );

  const search = useCallback(
    (isRevealed: boolean) => {
      if (target === null) return;
      const searching = finder.find(target.parts(), query, null).then((found): Shown => {
        const matches = found.kind === 'found' ? found.matches.matches : [];
        return { found, at: firstFrom(matches, origin.current) };
      });
      latest.current = searching;
      void searching.then((next) => {
        if (latest.current === searching) show(next, isRevealed);
      });
    },
    [finder, query, show, target],
  );

  useEffect(() => {
    if (target !== null) origin.current = target.start();
  }, [target]);
  useEffect(() => search(true), [search]);
  useEffect(() => {
    if (target === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = target.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => search(false), settleMs);
    });
    return () => {
      clearTimeout(timer);
      target.draw([], null);
      end();
    };
  }, [search, target]);

  return {
    shown,
    async step(by) {
      const now = await latest.current;
      if (now?.found.kind !== 'found') return;
      const count = now.found.matches.matches.length;
      if (count === 0) return;
      const next = { ...now, at: (now.at + by + count) % count };
      latest.current = Promise.resolve(next);
      show(next, true);
    },
    async replace(replacement, which) {
      const now = await latest.current;
      if (target?.replace === undefined || now === null) return { done: 0, refused: 0 };
      const found = await finder.find(target.parts(), query, replacement);
      if (found.kind !== 'found') return { done: 0, refused: 0 };
      const { matches, replacements } = found.matches;
      const all = matches.map((match, index) => ({ match, text: replacements[index] ?? '' }));
      const at = firstFrom(matches, origin.current);
      const chosen = which === 'all' ? all : all.slice(at, at + 1);
      const [first] = chosen;
      if (at === -1 || first === undefined) return { done: 0, refused: 0 };
      const refused = target.replace(chosen);
      if (which === 'current') {
        // On to the next one, also where this one had to stay.
        const from = refused === 0 ? first.match.from + first.text.length : first.match.to;
        origin.current = { part: first.match.part, from };
      }
      search(true);
      return { done: chosen.length - refused, refused };
    },
  };
}
