import type { WikiId } from '../../shared/contract/values.ts';

const keyOf = (wiki: WikiId) => `commonplace.folder.${wiki}`;

/** Remembers where a wiki lies, so that its address still works after the core was restarted. */
export function rememberFolder(wiki: WikiId, dir: string): void {
  window.localStorage.setItem(keyOf(wiki), dir);
}

export function rememberedFolder(wiki: WikiId): string | null {
  return window.localStorage.getItem(keyOf(wiki));
}
