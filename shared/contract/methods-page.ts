import { z } from 'zod';
import { client, writer } from './methods-writer.ts';
import { oid, pageEntry, pagePath, revision, timestampMs, wikiId } from './values.ts';

/** What becomes of a draft that nobody comes back to; `save`: it is made a revision, where the wiki saves by itself. */
const whenLeft = z.enum(['keep', 'save']).default('keep');

/** The editor that a draft is of: those of two windows on one page never replace each other. */
const oneWriter = writer.default('');

export const draft = z.object({
  path: pagePath,
  writer: oneWriter,
  text: z.string(),
  /** Blob oid of the text the edit started from; null for a page that did not exist. */
  base: oid.nullable(),
  savedMs: timestampMs,
  whenLeft,
});
export type Draft = z.infer<typeof draft>;

const badName = z.object({
  kind: z.literal('badName'),
  reason: z.string(),
  /** A close name that is allowed and free; null if none was found. */
  suggestion: pagePath.nullable(),
});
export const needsAuthor = z.object({ kind: z.literal('needsAuthor') });
/** The page is not what the edit started from. `text` and `base` are null if it is gone. */
export const stale = z.object({
  kind: z.literal('stale'),
  text: z.string().nullable(),
  blob: oid.nullable(),
  /** The revision that brought the other text; null when it came from another program. */
  change: revision.nullable(),
});
const saved = z.object({
  kind: z.literal('saved'),
  blob: oid,
  commit: oid,
  page: pageEntry,
});

/** What saving a page can end in. Nothing is written unless it is `saved`. */
export const saveOutcome = z.discriminatedUnion('kind', [
  saved,
  /** The text is what the page already holds; no revision was made. */
  z.object({ kind: z.literal('unchanged'), blob: oid }),
  stale,
  needsAuthor,
  badName,
]);
export type SaveOutcome = z.infer<typeof saveOutcome>;

/** A link as written, and where it leads. */
export const resolvedLink = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    target: z.string(),
    path: pagePath,
    title: z.string(),
    anchor: z.string(),
  }),
  /** A file of the wiki that is no page (a picture, a PDF), as a path from the root. */
  z.object({
    kind: z.literal('file'),
    target: z.string(),
    path: z.string(),
    /** Of one that no page can show, as far as it is known. */
    sizeBytes: z.number().optional(),
  }),
  /** A red link: `path` is where following it creates the page. */
  z.object({ kind: z.literal('missing'), target: z.string(), path: pagePath.nullable() }),
]);
export type ResolvedLink = z.infer<typeof resolvedLink>;

/** The text that a draft began from, where it began from another than the page's; null: not known, or no draft. */
const draftBase = z.string().nullable();

export const pageMethods = {
  /** Every page, sorted by path (by code unit). 41,000 entries are about 3 MB of JSON. */
  'page.list': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ pages: z.array(pageEntry) }),
  },
  'page.read': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      /** The window that asks: drafts that are being written in others are left out. Null: none is. */
      client: client.nullable().default(null),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('page'),
        path: pagePath,
        title: z.string(),
        text: z.string(),
        /** Blob oid of exactly this text: hand it back to `page.save` as `base`. */
        blob: oid,
        /** Null while the history is read for the first time, and for a page that it does not know. */
        lastChange: revision.nullable(),
        /** Whether history holds any version of it. */
        isRecorded: z.boolean(),
        /** The latest that says something else than the page. */
        draft: draft.nullable(),
        draftBase,
      }),
      z.object({
        kind: z.literal('unreadable'),
        path: pagePath,
        reason: z.enum(['notText', 'tooLarge', 'notAFile']),
        message: z.string(),
        sizeBytes: z.number(),
        /** The text with what is no UTF-8 replaced, first 200 kB, to look at; never to save. */
        excerpt: z.string(),
      }),
      z.object({
        kind: z.literal('missing'),
        path: pagePath,
        /** The page was moved: its alias leads there. */
        movedTo: pagePath.nullable(),
        similar: z.array(pageEntry),
        draft: draft.nullable(),
        draftBase,
        /** The last revision that held it, if it was deleted. */
        deleted: revision.nullable(),
      }),
    ]),
  },
  /** Writes and commits one page. `base: null` means the page must not exist yet. Ends the writer's draft. */
  'page.save': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      writer: oneWriter,
      text: z.string(),
      base: oid.nullable(),
      /** The edit summary; a plain default is made when empty. */
      summary: z.string().max(2000).default(''),
    }),
    output: saveOutcome,
  },
  /** Moves a page, keeps its old name as an alias, and updates the links that lead to it: one commit. */
  'page.rename': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      to: z.string().min(1).max(1000),
      updateLinks: z.boolean().default(true),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('renamed'),
        path: pagePath,
        commit: oid,
        updatedPages: z.array(pagePath),
      }),
      z.object({ kind: z.literal('missing') }),
      needsAuthor,
      badName,
    ]),
  },
  'page.delete': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      base: oid,
      summary: z.string().max(2000).default(''),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('deleted'), commit: oid }),
      z.object({ kind: z.literal('missing') }),
      stale,
      needsAuthor,
    ]),
  },
  /** Where a new page of this title goes, near `from`: a legal, free path; `taken` if the title exists. */
  'page.pathForTitle': {
    input: z.object({
      wiki: wikiId,
      title: z.string().min(1).max(500),
      from: pagePath.nullable().default(null),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('free'), path: pagePath }),
      z.object({ kind: z.literal('taken'), path: pagePath }),
      badName,
    ]),
  },
  /** Where links of a page lead, in the order asked; targets as written (`Page#Heading`, `../a.md`). */
  'page.resolveLinks': {
    input: z.object({
      wiki: wikiId,
      from: pagePath,
      targets: z.array(z.string().max(2000)).max(5000),
    }),
    output: z.object({ links: z.array(resolvedLink) }),
  },
  /** Pages that link here, each with the text around its first link; empty until the index is ready. */
  'page.backlinks': {
    input: z.object({ wiki: wikiId, path: pagePath }),
    output: z.object({
      isReady: z.boolean(),
      backlinks: z.array(z.object({ path: pagePath, title: z.string(), context: z.string() })),
    }),
  },
  /** Keeps unsaved text across a crash, in place of the writer's before. Returned by `page.read` until saved or discarded. */
  'draft.save': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      writer: oneWriter,
      text: z.string(),
      base: oid.nullable(),
      whenLeft,
    }),
    output: z.object({ savedMs: timestampMs }),
  },
  /**
   * The same, told by what changed in a text that the core has: what stands there between `start` and
   * `end`, in UTF-16 units, gives way to `text`. Null: it has no such text and kept nothing, and wants the whole.
   */
  'draft.change': {
    input: z.object({
      wiki: wikiId,
      path: pagePath,
      writer: oneWriter,
      /** When the writer's draft that changed was kept; null: it is the text of `base`. */
      since: timestampMs.nullable(),
      /** Of the text that changed, in UTF-16 units. */
      length: z.int().nonnegative(),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
      text: z.string(),
      base: oid.nullable(),
      whenLeft,
    }),
    output: z.object({ savedMs: timestampMs.nullable() }),
  },
  'draft.discard': {
    input: z.object({ wiki: wikiId, path: pagePath, writer: oneWriter }),
    output: z.object({}),
  },
  /** The latest of each page. */
  'draft.list': {
    input: z.object({ wiki: wikiId }),
    output: z.object({
      drafts: z.array(draft.omit({ text: true, whenLeft: true, writer: true })),
    }),
  },
} as const;
