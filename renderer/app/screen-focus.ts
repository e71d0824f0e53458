import { type RefObject, useEffect, useRef } from 'react';
import type { WikiRoute } from './WikiShell.tsx';

/** A route's screen, without what changes inside it (a query being typed, an anchor). */
export const screenOf = (route: WikiRoute) => `${route.kind} ${'path' in route ? route.path : ''}`;

/** Moves the focus to the screen when it changes, so that keys and screen readers start there. */
export function useScreenFocus(main: RefObject<HTMLElement | null>, route: WikiRoute): void {
  const screen = screenOf(route);
  const before = useRef<string | null>(null);
  useEffect(() => {
    const isFirst = before.current === null;
    // The front page is reached in two steps; the second is no change of place.
    const isFirstPage = before.current === 'home ';
    const isChanged = before.current !== screen;
    before.current = screen;
    if (isFirst || isFirstPage || !isChanged) return;
    // A screen that takes the focus itself (the editor, the search field) keeps it.
    if (main.current?.contains(document.activeElement) === true) return;
    main.current?.focus({ preventScroll: true });
  }, [main, screen]);
}

/** Puts a screen back to where it was scrolled when the person goes back or forward to it. */
export function useScrollMemory(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = main.current;
    // Without the Navigation API (Firefox) a screen that is gone back to starts at its top.
    if (element === null || !('navigation' in window)) return;
    const { navigation } = window;
    const tops = new Map<string, number>();
    let stopRestoring: (() => void) | null = null;

    const restore = (top: number) => {
      const place = () => {
        element.scrollTop = top;
        if (element.scrollTop >= top - 1) stopRestoring?.();
      };
      // The screen may still be loading: try again as it grows, until the person scrolls.
      const observer = new MutationObserver(place);
      observer.observe(element, { childList: true, subtree: true });
      const stop = () => {
        observer.disconnect();
        element.removeEventListener('wheel', stop);
        element.removeEventListener('keydown', stop);
        element.removeEventListener('pointerdown', stop);
        stopRestoring = null;
      };
      stopRestoring = stop;
      for (const name of ['wheel', 'keydown', 'pointerdown'] as const) {
        element.addEventListener(name, stop, { passive: true });
      }
      place();
    };

    let leavingFrom = navigation.currentEntry?.key;
    const leave = () => {
      if (leavingFrom !== undefined) tops.set(leavingFrom, element.scrollTop);
    };
    const arrive = (event: NavigationCurrentEntryChangeEvent) => {
      stopRestoring?.();
      const key = navigation.currentEntry?.key;
      leavingFrom = key;
      if (event.navigationType === 'replace') return;
      // A page that is opened at a heading scrolls there itself.
      if (event.navigationType === 'push' && window.location.hash.includes('?anchor=')) return;
      const top = event.navigationType === 'traverse' && key !== undefined ? tops.get(key) : 0;
      // After React has shown the new screen.
      requestAnimationFrame(() => restore(top ?? 0));
    };
    navigation.addEventListener('navigate', leave);
    navigation.addEventListener('currententrychange', arrive);
    return () => {
      stopRestoring?.();
      navigation.removeEventListener('navigate', leave);
      navigation.removeEventListener('currententrychange', arrive);
    };
  }, [main]);
}
