import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

// Of each page whose editor was left, until what it held has reached the core.
const leaving = new Map<string, Promise<void>>();

const keyOf = (wiki: WikiId, path: PagePath) => `${wiki} ${path}`;

/** Says that an editor of a page was left, and what it held is being kept. */
export function noteLeaving(wiki: WikiId, path: PagePath, keeping: Promise<unknown>): void {
  const key = keyOf(wiki, path);
  const settled: Promise<void> = Promise.allSettled([leaving.get(key), keeping]).then(() => {
    if (leaving.get(key) === settled) leaving.delete(key);
  });
  leaving.set(key, settled);
}

/** Until all that was left of a page is kept, or could not be: sooner it has an older draft. */
export async function leftKept(wiki: WikiId, path: PagePath): Promise<void> {
  await leaving.get(keyOf(wiki, path));
}
