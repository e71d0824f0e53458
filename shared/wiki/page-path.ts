import { isInsideTree } from './path-policy.ts';

declare const brand: unique symbol;

/** A path of a page from the wiki's root, with `/`, that stays inside the wiki. See `isPagePath`. */
export type PagePath = string & { readonly [brand]: 'PagePath' };

const pageExtension = /\.(md|markdown)$/i;

/** Whether a path names a markdown file inside the wiki. It need not exist. */
export function isPagePath(path: string): path is PagePath {
  return pageExtension.test(path) && isInsideTree(path) && !path.startsWith('.commonplace/');
}

/** The path as a page's; null when it is none. */
export function toPagePath(path: string): PagePath | null {
  return isPagePath(path) ? path : null;
}

/** The file's name without folders and extension: the title of a page that has no other. */
export function nameOfPage(path: PagePath): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(pageExtension, '');
}

/** The folder of a path with no slash at its end; empty at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The path without its page extension, as a wikilink writes it. */
export function withoutPageExtension(path: string): string {
  return path.replace(pageExtension, '');
}
