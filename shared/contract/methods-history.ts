import { z } from 'zod';
import { saveOutcome } from './methods-page.ts';
import { oid, pagePath, revision, wikiId } from './values.ts';

/** Who wrote what of a page. */
export const blame = z.object({
  /** Revisions that the pieces name, in no order. */
  revisions: z.array(revision),
  /**
   * The page in order, block by block (paragraph, heading, list item, table row …). The texts of all
   * pieces together are the page's text. `by` is an index into `revisions`.
   */
  blocks: z.array(
    z.object({
      /** The latest revision that touched the block. */
      by: z.number().int(),
      pieces: z.array(z.object({ text: z.string(), by: z.number().int() })),
    }),
  ),
  /** False when the history was too long or an old text unreadable: the rest names the oldest looked at. */
  isComplete: z.boolean(),
});
export type Blame = z.infer<typeof blame>;

export const historyMethods = {
  /** Newest first, renames followed. `before` continues after the last commit of a page of results. */
  'history.page': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      limit: z.number().int().min(1).max(500).default(100),
      before: oid.nullable().default(null),
    }),
    output: z.object({ revisions: z.array(revision), hasMore: z.boolean() }),
  },
  /** The page's text in a revision; null where it did not exist or is not text. */
  'history.text': {
    input: z.object({ wiki: wikiId, path: pagePath, commit: oid }),
    output: z.object({ text: z.string().nullable() }),
  },
  /** Brings an old text back as a new revision (also of a deleted page). */
  'history.restore': {
    input: z.object({ wiki: wikiId, path: pagePath, commit: oid, base: oid.nullable() }),
    output: saveOutcome,
  },
  /** Who wrote each word of the page as of a revision (null: as it is in the latest). Null: no such text. */
  'history.blame': {
    input: z.object({ wiki: wikiId, path: pagePath, commit: oid.nullable().default(null) }),
    output: z.object({ blame: blame.nullable() }),
  },
  /** Pages that were deleted and not moved, latest deletion first; `query` matches title and path. */
  'history.deleted': {
    input: z.object({
      wiki: wikiId,
      query: z.string().max(200).default(''),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      pages: z.array(z.object({ path: pagePath, title: z.string(), deleted: revision })),
      total: z.number(),
    }),
  },
} as const;
