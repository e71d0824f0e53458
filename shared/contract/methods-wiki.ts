import { z } from 'zod';
import { sourceKinds } from '../markdown/model/kept-source.ts';
import {
  jobId,
  pageEntry,
  pagePath,
  person,
  oid,
  timestampMs,
  wikiId,
  wikiSummary,
} from './values.ts';

const opened = z.object({ kind: z.literal('opened'), summary: wikiSummary });
const refused = z.object({
  kind: z.literal('refused'),
  reason: z.enum([
    'missing',
    'notAFolder',
    'notEmpty',
    'noAccess',
    'unsupported',
    'notAUrl',
    'damaged',
  ]),
  /** What is wrong and what to do, for a person. */
  message: z.string(),
});

/** What the round-trip check of a whole wiki found. */
export const checkReport = z.object({
  pages: z.number(),
  brokenLinks: z.array(z.object({ path: pagePath, target: z.string(), line: z.number() })),
  ambiguousLinks: z.array(
    z.object({
      path: pagePath,
      target: z.string(),
      line: z.number(),
      candidates: z.array(pagePath),
    }),
  ),
  /** Groups of paths that are one name on Windows or macOS. */
  nameClashes: z.array(z.array(z.string())),
  /** Paths that some system cannot hold, each with the reason. */
  badNames: z.array(z.object({ path: z.string(), reason: z.string() })),
  unreadable: z.array(z.object({ path: z.string(), reason: z.string() })),
  roundTrip: z.object({
    pages: z.number(),
    identical: z.number(),
    different: z.array(z.string()),
  }),
  /** Blocks of all pages, and how many are kept as their source, by what they are. */
  blocks: z.object({
    total: z.number(),
    kept: z.partialRecord(z.enum(sourceKinds), z.number()),
  }),
});
export type CheckReport = z.infer<typeof checkReport>;

export const wikiMethods = {
  /** Latest first; folders that are gone stay listed with `exists: false`. */
  'wiki.recent': {
    input: z.object({}),
    output: z.object({
      recent: z.array(
        z.object({
          dir: z.string(),
          name: z.string(),
          lastOpenedMs: timestampMs,
          exists: z.boolean(),
        }),
      ),
    }),
  },
  'wiki.forget': { input: z.object({ dir: z.string() }), output: z.object({}) },
  /** Opens a folder. Without git it answers `needsInit`; call again with `initialise: true`. */
  'wiki.open': {
    input: z.object({ dir: z.string(), initialise: z.boolean().default(false) }),
    output: z.discriminatedUnion('kind', [
      opened,
      z.object({ kind: z.literal('needsInit'), dir: z.string(), pageCount: z.number() }),
      refused,
    ]),
  },
  /** Makes `parentDir/name` with a front page, `wiki.yaml` and its licence, and opens it. */
  'wiki.create': {
    input: z.object({
      parentDir: z.string(),
      name: z.string().min(1).max(100),
      description: z.string().max(500).default(''),
      licence: z.string().max(60).default('CC-BY-SA-4.0'),
      author: person.nullable().default(null),
    }),
    output: z.discriminatedUnion('kind', [opened, refused]),
  },
  /** Opens the sample wiki, copying it into the person's documents the first time. */
  'wiki.openSample': {
    input: z.object({}),
    output: z.discriminatedUnion('kind', [opened, refused]),
  },
  /** Clones `url` into `parentDir/name` (a free name is chosen when null) and opens it. A job. */
  'wiki.join': {
    input: z.object({
      url: z.string().min(1).max(2000),
      parentDir: z.string(),
      name: z.string().max(100).nullable().default(null),
    }),
    output: z.object({ job: jobId }),
    result: z.discriminatedUnion('kind', [opened, refused]),
  },
  'wiki.summary': { input: z.object({ wiki: wikiId }), output: wikiSummary },
  /** The programs of ours that have the wiki open now, on this machine or another, the earliest first. */
  'wiki.holders': {
    input: z.object({ wiki: wikiId }),
    output: z.object({
      holders: z.array(
        z.object({
          program: z.enum(['desktop', 'browser', 'terminal']),
          pid: z.number(),
          /** The machine's name. */
          host: z.string(),
          sinceMs: timestampMs,
          isThis: z.boolean(),
        }),
      ),
    }),
  },
  /** Who writes here: the repo's own setting, else the person's git setting, else null. */
  'wiki.author': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ author: person.nullable() }),
  },
  'wiki.setAuthor': {
    input: z.object({
      wiki: wikiId,
      author: z.object({
        name: z.string().trim().min(1).max(200),
        email: z.string().trim().min(3).max(254),
      }),
    }),
    output: z.object({ author: person }),
  },
  /** Pages whose file differs from the last revision, by another program's hand. */
  'wiki.outsideChanges': {
    input: z.object({ wiki: wikiId }),
    output: z.object({
      changes: z.array(
        z.object({ path: z.string(), kind: z.enum(['added', 'edited', 'deleted']) }),
      ),
    }),
  },
  /** Records those changes as one revision ("Edited outside Commonplace"). */
  'wiki.recordOutsideChanges': {
    input: z.object({ wiki: wikiId }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('recorded'), commit: oid, count: z.number() }),
      z.object({ kind: z.literal('nothing') }),
      z.object({ kind: z.literal('needsAuthor') }),
    ]),
  },
  /** Links, names and the open + save round-trip of every page. A job. */
  'wiki.check': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ job: jobId }),
    result: checkReport,
  },
  /** What changed lately over the whole wiki, newest first. */
  'wiki.recentChanges': {
    input: z.object({ wiki: wikiId, limit: z.number().int().min(1).max(200).default(30) }),
    output: z.object({
      changes: z.array(
        z.object({
          commit: oid,
          author: person,
          dateMs: timestampMs,
          summary: z.string(),
          /** At most ten of the pages that the revision touched. */
          pages: z.array(pageEntry),
          pageCount: z.number(),
        }),
      ),
    }),
  },
} as const;
