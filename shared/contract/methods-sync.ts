import { z } from 'zod';
import { jobId, timestampMs, wikiId } from './values.ts';

/** How a place is reached: over the web, through the person's own SSH, or as a folder on this machine. */
export const remoteKind = z.enum(['web', 'ssh', 'folder']);
export type RemoteKind = z.infer<typeof remoteKind>;

const syncState = z.discriminatedUnion('kind', [
  /** Not asked since the wiki was opened. */
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('syncing'), phase: z.string() }),
  z.object({ kind: z.literal('offline'), retryAtMs: timestampMs.nullable() }),
  /** A folder whose disk is not there now: a stick that is not plugged in, a share not mounted. */
  z.object({ kind: z.literal('absent') }),
  z.object({
    kind: z.literal('signIn'),
    host: z.string(),
    /** It refused the name and password that it got; they are forgotten. */
    wasRefused: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('error'),
    code: z.string(),
    /** What failed and what to do now. */
    message: z.string(),
    retryAtMs: timestampMs.nullable(),
  }),
]);

/** One place where the wiki is shared. */
export const remoteStatus = z.object({
  /** git's name of the remote: letters, digits, `-`, `_` and `.`. */
  name: z.string(),
  /** Without credentials. */
  url: z.string(),
  kind: remoteKind,
  state: syncState,
  /** Commits made here that this place has not (null while unknown). */
  ahead: z.number().nullable(),
  behind: z.number().nullable(),
  lastSyncedMs: timestampMs.nullable(),
  /** Something a person should know that is no error: history rewritten there, a name left out … */
  note: z.string().nullable(),
});
export type RemoteStatus = z.infer<typeof remoteStatus>;

/** Where sharing stands. The UI words it: "All shared", "3 changes waiting", "Offline" … */
export const syncStatus = z.object({
  /** Of all places together: what a person must act on first. */
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('noRemote') }),
    ...syncState.options,
  ]),
  /** The most that any place lacks, and the most that any place has for us (null while unknown). */
  ahead: z.number().nullable(),
  behind: z.number().nullable(),
  lastSyncedMs: timestampMs.nullable(),
  /** In the order in which they are synced. */
  remotes: z.array(remoteStatus),
  /** Pages on which a person must choose between versions. They never hold up sharing. */
  openChoices: z.number(),
  /** Incoming paths that were not written because no name or kind of theirs is safe, in words. */
  quarantined: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type SyncStatus = z.infer<typeof syncStatus>;

/** How this person has this wiki work on this machine. Never part of the repo. */
export const preferences = z.object({
  /** Edits by other programs: wait for the person, or become a revision by themselves. */
  recordOutside: z.enum(['ask', 'byItself']),
  /** `byItself`: text becomes a revision when the person leaves the page or pauses; else only by Save. */
  saving: z.enum(['byHand', 'byItself']),
  /** Sync without being asked. */
  isAutomatic: z.boolean(),
  everyMinutes: z.number().int().min(1).max(1440),
  onSave: z.boolean(),
  onFocus: z.boolean(),
});
export type Preferences = z.infer<typeof preferences>;

const remoteName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
const address = z.string().trim().min(1).max(2000);

const remoteChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), name: z.string() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
  /** The folder holds no shared wiki yet: ask again with `create: true` to make one at `dir`. */
  z.object({ kind: z.literal('needsCreate'), dir: z.string() }),
]);

/** A question of another program (the person's SSH) that only a person can answer. */
export const question = z.object({
  id: z.string(),
  /** `secret`: hide what is typed. `confirm`: "yes" or null. */
  kind: z.enum(['secret', 'text', 'confirm']),
  /** The other program's words, cleaned of control characters. */
  prompt: z.string(),
  /** The place it is about. */
  about: z.string(),
});
export type Question = z.infer<typeof question>;

export const syncMethods = {
  'sync.status': { input: z.object({ wiki: wikiId }), output: syncStatus },
  /**
   * Adds a place where this wiki is shared: a web address, an SSH address, a folder's path.
   * Credentials inside a web address go to the secret store. The first is named `origin`.
   */
  'sync.addRemote': {
    input: z.object({
      wiki: wikiId,
      url: address,
      name: remoteName.nullable().default(null),
      create: z.boolean().default(false),
    }),
    output: remoteChange,
  },
  'sync.changeRemote': {
    input: z.object({
      wiki: wikiId,
      name: remoteName,
      url: address,
      create: z.boolean().default(false),
    }),
    output: remoteChange,
  },
  'sync.removeRemote': {
    input: z.object({ wiki: wikiId, name: remoteName }),
    output: z.object({}),
  },
  /** Asks a place what it has, without changing anything anywhere. A job. */
  'sync.testRemote': {
    input: z.object({ wiki: wikiId.nullable(), url: address }),
    output: z.object({ job: jobId }),
    result: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('reached'),
        /** No branch there yet: the first sync fills it. */
        isEmpty: z.boolean(),
        /** Whether it shares history with this wiki; null when that can't be told without getting it. */
        isRelated: z.boolean().nullable(),
      }),
      z.object({ kind: z.literal('signIn'), host: z.string() }),
      z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
    ]),
  },
  /** `name` null: all places. A paused place is synced only when asked by name. */
  'sync.pause': {
    input: z.object({ wiki: wikiId, name: remoteName.nullable(), isPaused: z.boolean() }),
    output: z.object({}),
  },
  /**
   * Gets changes, joins them with ours, shares the result. A job; one at a time per wiki.
   *
   * A place that holds another wiki is left alone (error `UNRELATED`), unless the person says that both
   * shall become one.
   */
  'sync.now': {
    input: z.object({
      wiki: wikiId,
      remote: remoteName.nullable().default(null),
      joinsUnrelated: z.boolean().default(false),
    }),
    output: z.object({ job: jobId }),
    result: syncStatus,
  },
  /** The window came to the front, or the network came back: a good moment to sync. */
  'sync.wake': {
    input: z.object({ wiki: wikiId, reason: z.enum(['focus', 'online']) }),
    output: z.object({}),
  },
  /** Keeps credentials for the remote's host in the host's secret store and syncs again. */
  'sync.signIn': {
    input: z.object({
      wiki: wikiId,
      remote: remoteName,
      username: z.string().max(500),
      password: z.string().max(5000),
    }),
    output: z.object({}),
  },
  /** Before there is a remote (joining, testing): credentials for the URL's host. */
  'sync.signInTo': {
    input: z.object({
      url: z.string().max(2000),
      username: z.string().max(500),
      password: z.string().max(5000),
    }),
    output: z.object({}),
  },
  'sync.signOut': { input: z.object({ wiki: wikiId, remote: remoteName }), output: z.object({}) },
  'sync.preferences': { input: z.object({ wiki: wikiId }), output: preferences },
  'sync.updatePreferences': {
    input: preferences.partial().extend({ wiki: wikiId }),
    output: preferences,
  },

  /**
   * Writes the wiki's history into one file (a git bundle) in `dir`, to hand on by stick or mail:
   * all of it, or only what came since the last parcel made here. A job.
   */
  'parcel.make': {
    input: z.object({
      wiki: wikiId,
      dir: z.string().min(1).max(4000),
      since: z.enum(['everything', 'lastParcel']).default('everything'),
    }),
    output: z.object({ job: jobId }),
    result: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('made'),
        file: z.string(),
        commits: z.number(),
        sizeBytes: z.number(),
      }),
      z.object({ kind: z.literal('nothingNew') }),
    ]),
  },
  /** Joins what a parcel holds with ours. A job. */
  'parcel.open': {
    input: z.object({ wiki: wikiId, file: z.string().min(1).max(4000) }),
    output: z.object({ job: jobId }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('joined'), commits: z.number(), openChoices: z.number() }),
      z.object({ kind: z.literal('nothingNew') }),
      /** No parcel, a damaged one, one of another wiki, or one that needs an earlier one first. */
      z.object({ kind: z.literal('refused'), message: z.string() }),
    ]),
  },

  /** Questions that wait for an answer, for a client that came later than the event. */
  'ask.list': { input: z.object({}), output: z.object({ questions: z.array(question) }) },
  /** `answer` null: the person gave none, and the work that asked stops. */
  'ask.answer': {
    input: z.object({ id: z.string().max(100), answer: z.string().max(5000).nullable() }),
    output: z.object({ wasOpen: z.boolean() }),
  },
} as const;
