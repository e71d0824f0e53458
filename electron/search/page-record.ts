import type { PagePath } from '../../shared/wiki/page-path.ts';

/** A link as it stands in a page. */
interface PageLink {
  readonly target: string;
  readonly line: number;
}

/** What the index keeps of a page besides its terms. Stored in the cache as JSON: change `cacheVersion` with it. */
export interface PageRecord {
  readonly path: PagePath;
  /** Stands for the file's content, as the caller defines it; empty when unknown. */
  readonly stamp: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly links: readonly PageLink[];
}
