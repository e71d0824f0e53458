import type { ConfigEntry } from '../../config-text.ts';

/**
 * A setting of git that may hold for some addresses only (`http.proxy`, `http.https://host/.proxy`):
 * the one with the longest matching address counts, the last one of equals.
 */
export function settingFor(
  settings: readonly ConfigEntry[],
  section: string,
  name: string,
  url: URL,
): string | null {
  let found: { readonly value: string; readonly length: number } | null = null;
  for (const { key, value } of settings) {
    if (!key.startsWith(`${section}.`) || !key.endsWith(`.${name}`)) continue;
    const address = key.slice(
      section.length + 1,
      Math.max(section.length + 1, -name.length - 1 + key.length),
    );
    const length = matchLength(address, url);
    if (length !== null && length >= (found?.length ?? 0)) found = { value: value ?? '', length };
  }
  return found?.value ?? null;
}

/** How much of the URL the address of a setting covers; null where it is about another place. */
function matchLength(address: string, url: URL): number | null {
  if (address === '') return 0;
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  if (origin !== url.origin) return null;
  const path = pathname.replace(/\/$/u, '');
  const isInside = url.pathname === path || url.pathname.startsWith(`${path}/`);
  return isInside ? origin.length + path.length : null;
}
