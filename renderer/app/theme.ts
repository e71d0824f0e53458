import { useEffect } from 'react';
import type { Settings } from '../../shared/contract/methods-app.ts';
import { useCore } from '../client/queries.ts';

const storageKey = 'commonplace.theme';

function apply(theme: Settings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** The theme of the last visit, before the settings are here: a dark screen must not flash white. */
export function applyStoredTheme(): void {
  const stored = window.localStorage.getItem(storageKey);
  if (stored === 'light' || stored === 'dark') apply(stored);
}

/** Keeps the document in the theme of the settings. */
export function useTheme(): void {
  const { data: settings } = useCore('app.settings', {});
  useEffect(() => {
    if (settings === undefined) return;
    apply(settings.theme);
    window.localStorage.setItem(storageKey, settings.theme);
  }, [settings]);
}
