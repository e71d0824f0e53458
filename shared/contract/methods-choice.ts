import { z } from 'zod';
import { oid, pagePath, timestampMs, wikiId } from './values.ts';
import { needsAuthor, stale } from './methods-page.ts';

/** Whose a version is and when it was written; null where history does not tell. */
const byWhom = z
  .object({
    name: z.string(),
    email: z.string(),
    dateMs: timestampMs,
    commit: oid,
    /** It is this person's own: "Yours, from Tuesday". */
    isMe: z.boolean(),
  })
  .nullable();
export type ByWhom = z.infer<typeof byWhom>;

/** A place where versions differ. The page holds all of them, one after the other, until a person chose. */
const section = z.object({
  /** The conflict's id: its file is `.commonplace/conflicts/<id>.json`. */
  id: z.string(),
  /** Which of the conflict's sections it is, from 0. */
  index: z.number().int(),
  /** What stood there before; empty where there was nothing. */
  base: z.string(),
  /** Two or more, in byte order of their texts. */
  versions: z.array(z.object({ text: z.string(), by: byWhom })),
});
export type ChoiceSection = z.infer<typeof section>;

/** Any file of the wiki, a picture too. */
const filePath = z.string().min(1).max(4000);

export const choice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    path: pagePath,
    title: z.string(),
    /** Blob oid of the page as it is now: hand it back to `choice.settle` as `base`. */
    blob: oid,
    /**
     * The page as it is now, in order. `shown` of an overlap is what the page holds there (all
     * versions, one after the other): `merged` texts and `shown` texts together are the page.
     */
    parts: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('merged'), text: z.string() }),
        section.extend({ kind: z.literal('overlap'), shown: z.string() }),
      ]),
    ),
    /** Sections that the page does not hold any more: somebody rewrote that place by hand since. */
    rewritten: z.array(section),
    ids: z.array(z.string()),
  }),
  /** One side deleted the page, the other edited it: the page was kept. */
  z.object({
    kind: z.literal('deleted'),
    path: filePath,
    title: z.string(),
    id: z.string(),
    /** The page as it is now; null when it is no text. */
    text: z.string().nullable(),
    blob: oid,
    editedBy: byWhom,
    deletedBy: byWhom,
  }),
  /** Two versions of a file that is no text, or too large to join: both were kept, as two files. */
  z.object({
    kind: z.literal('file'),
    path: filePath,
    title: z.string(),
    id: z.string(),
    versions: z.array(z.object({ path: filePath, sizeBytes: z.number(), by: byWhom })),
  }),
]);
export type Choice = z.infer<typeof choice>;

export const choiceMethods = {
  /** What is open, one entry a page or file, in the order of their paths. */
  'choice.list': {
    input: z.object({ wiki: wikiId }),
    output: z.object({
      choices: z.array(
        z.object({
          path: filePath,
          title: z.string(),
          kind: z.enum(['text', 'deleted', 'file']),
          sections: z.number(),
          by: z.array(byWhom),
        }),
      ),
    }),
  },
  'choice.read': {
    input: z.object({ wiki: wikiId, path: filePath }),
    output: z.object({ choice: choice.nullable() }),
  },
  /** Writes what a person chose and takes the settled conflicts away: one commit. */
  'choice.settle': {
    input: z.object({
      wiki: wikiId,
      path: filePath,
      decision: z.discriminatedUnion('kind', [
        /** The page's whole new text; `ids` are the conflicts it settles. */
        z.object({
          kind: z.literal('text'),
          text: z.string(),
          base: oid,
          ids: z.array(z.string().max(64)).max(1000),
        }),
        z.object({ kind: z.literal('keepPage'), id: z.string().max(64) }),
        z.object({ kind: z.literal('deletePage'), id: z.string().max(64), base: oid }),
        /** `keep` null: both files stay. */
        z.object({ kind: z.literal('file'), id: z.string().max(64), keep: filePath.nullable() }),
      ]),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('settled'), commit: oid, remaining: z.number() }),
      /** The choice is not what it was (somebody made it, or the page went): look again. */
      z.object({ kind: z.literal('changed') }),
      stale,
      needsAuthor,
    ]),
  },
  /** Takes back a `choice.settle`, if the page was not changed since. */
  'choice.reopen': {
    input: z.object({ wiki: wikiId, commit: oid }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('reopened'), path: filePath, commit: oid }),
      z.object({ kind: z.literal('changed') }),
      needsAuthor,
    ]),
  },
} as const;
