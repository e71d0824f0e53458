import { z } from 'zod';
import { jobId, oid, revision, timestampMs, wikiId } from './values.ts';

/** Where sharing stands. The UI words it: "All shared", "3 changes waiting", "Offline" … */
export const syncStatus = z.object({
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('noRemote') }),
    /** Not asked the remote yet since the wiki was opened. */
    z.object({ kind: z.literal('unknown') }),
    z.object({ kind: z.literal('idle') }),
    z.object({ kind: z.literal('syncing'), phase: z.string() }),
    z.object({ kind: z.literal('offline'), retryAtMs: timestampMs.nullable() }),
    z.object({ kind: z.literal('signIn'), host: z.string() }),
    z.object({
      kind: z.literal('error'),
      code: z.string(),
      message: z.string(),
      retryAtMs: timestampMs.nullable(),
    }),
  ]),
  /** Commits made here that the remote has not (null while unknown). */
  ahead: z.number().nullable(),
  behind: z.number().nullable(),
  lastSyncedMs: timestampMs.nullable(),
  /** Pages on which a person must choose before the two versions can be joined. */
  openChoices: z.number(),
  /** Incoming paths that were not written because no name or kind of theirs is safe, in words. */
  quarantined: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type SyncStatus = z.infer<typeof syncStatus>;

const byWhom = revision.nullable();

/** An overlap on one page. A null text means: deleted on that side (or absent in `base`). */
export const choice = z.object({
  path: z.string(),
  kind: z.enum(['text', 'binary', 'deletedByUs', 'deletedByThem']),
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  oursBy: byWhom,
  theirsBy: byWhom,
  /** The page in order: parts that merged by themselves, and parts that need a choice. */
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('merged'), text: z.string() }),
      z.object({
        kind: z.literal('overlap'),
        base: z.string(),
        ours: z.string(),
        theirs: z.string(),
      }),
    ]),
  ),
});
export type Choice = z.infer<typeof choice>;

/** Any file of the wiki, a picture too: it only names one of the open choices. */
const choicePath = z.string().min(1).max(4000);

export const syncMethods = {
  'sync.remotes': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ remotes: z.array(z.object({ name: z.string(), url: z.string() })) }),
  },
  /** Sets where this wiki is shared (`origin`). Credentials inside the URL are refused, with the way to sign in. */
  'sync.setRemote': {
    input: z.object({ wiki: wikiId, url: z.string().trim().min(1).max(2000) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('set') }),
      z.object({ kind: z.literal('refused'), message: z.string() }),
    ]),
  },
  'sync.removeRemote': { input: z.object({ wiki: wikiId }), output: z.object({}) },
  'sync.status': { input: z.object({ wiki: wikiId }), output: syncStatus },
  /** Gets changes, joins them with ours, shares the result. A job; one at a time per wiki. */
  'sync.now': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ job: jobId }),
    result: syncStatus,
  },
  /** Keeps credentials for the remote's host in the host's secret store and syncs again. */
  'sync.signIn': {
    input: z.object({
      wiki: wikiId,
      username: z.string().max(500),
      password: z.string().max(5000),
    }),
    output: z.object({}),
  },
  /** For `wiki.join`, before there is a wiki: credentials for the URL's host. */
  'sync.signInTo': {
    input: z.object({
      url: z.string().max(2000),
      username: z.string().max(500),
      password: z.string().max(5000),
    }),
    output: z.object({}),
  },
  'sync.signOut': { input: z.object({ wiki: wikiId }), output: z.object({}) },
  'choice.list': {
    input: z.object({ wiki: wikiId }),
    output: z.object({
      choices: z.array(choice.pick({ path: true, kind: true, oursBy: true, theirsBy: true })),
    }),
  },
  'choice.read': {
    input: z.object({ wiki: wikiId, path: choicePath }),
    output: z.object({ choice: choice.nullable() }),
  },
  /** Decides one page. When the last open choice is made, the two versions are joined in one commit. */
  'choice.decide': {
    input: z.object({
      wiki: wikiId,
      path: choicePath,
      /** A text for the page; null deletes it. For a binary: which side to keep. */
      decision: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('text'), text: z.string().nullable() }),
        z.object({ kind: z.literal('keep'), side: z.enum(['ours', 'theirs']) }),
      ]),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('joined'), commit: oid }),
      z.object({ kind: z.literal('decided'), remaining: z.number() }),
      /** Newer changes came meanwhile; look at the choice again. */
      z.object({ kind: z.literal('changed') }),
      z.object({ kind: z.literal('needsAuthor') }),
    ]),
  },
} as const;
