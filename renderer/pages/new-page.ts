import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';

/** A wish for a new page; `near` is a page beside which it goes, or null for the wiki's usual place. */
export interface NewPageWish {
  readonly near: PagePath | null;
}

let wish: NewPageWish | null = null;
const listeners = new Set<() => void>();

function change(next: NewPageWish | null): void {
  wish = next;
  for (const listener of listeners) listener();
}

/** Opens the dialog for a new page, from a command, a button or a menu alike. */
export function askForNewPage(near: PagePath | null): void {
  change({ near });
}

/** A page to be near to, for a new page in a folder; it need not exist. */
export function nearFolder(folder: string): PagePath | null {
  return folder === '' ? null : toPagePath(`${folder}/index.md`);
}

export function endNewPageWish(): void {
  change(null);
}

export function currentNewPageWish(): NewPageWish | null {
  return wish;
}

export function onNewPageWish(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
