import { z } from 'zod';
import { isPagePath, type PagePath } from '../wiki/page-path.ts';

/** Sixteen hex digits, derived from the wiki's real path: the same folder always has the same id. */
export const wikiId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .brand<'WikiId'>();
export type WikiId = z.infer<typeof wikiId>;

/** A git object id: 40 lower-case hex digits (SHA-1 repositories only). */
export const oid = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .brand<'Oid'>();
export type Oid = z.infer<typeof oid>;

/** A page's path from the wiki's root with `/` and its extension: `Folder/Page title.md`. */
export const pagePath = z.custom<PagePath>(
  (value) => typeof value === 'string' && isPagePath(value),
  'not a path inside the wiki',
);

export const jobId = z.string().min(1).max(64).brand<'JobId'>();
export type JobId = z.infer<typeof jobId>;

/** Milliseconds since 1970, UTC. */
export const timestampMs = z.number();

export const person = z.object({ name: z.string(), email: z.string() });
export type Person = z.infer<typeof person>;

/** A page in a list. `title` is what a reader sees; it often equals the file's name without `.md`. */
export const pageEntry = z.object({ path: pagePath, title: z.string() });
export type PageEntry = z.infer<typeof pageEntry>;

/** One revision of a page: a commit that changed it, as seen from the page. */
export const revision = z.object({
  commit: oid,
  author: person,
  dateMs: timestampMs,
  /** The edit summary: the commit's subject line. */
  summary: z.string(),
  /** The page's path in that commit; null where the commit deleted it. */
  path: pagePath,
  blob: oid.nullable(),
});
export type Revision = z.infer<typeof revision>;

/** A piece of a snippet; `isHit` pieces are what the query matched. */
export const snippetPiece = z.object({ text: z.string(), isHit: z.boolean() });
export type SnippetPiece = z.infer<typeof snippetPiece>;

export const wikiSummary = z.object({
  wiki: wikiId,
  /** Absolute folder on this machine. */
  dir: z.string(),
  name: z.string(),
  description: z.string(),
  /** SPDX identifier, or empty when the wiki names none. */
  licence: z.string(),
  /** What its pages are written in (BCP 47), or empty when the wiki does not say. */
  language: z.string(),
  /** The front page; null in a wiki without pages. */
  home: pagePath.nullable(),
  pageCount: z.number(),
  /** Things a person should know before they rely on this wiki (LFS, name clashes …), in words. */
  warnings: z.array(z.string()),
});
export type WikiSummary = z.infer<typeof wikiSummary>;
