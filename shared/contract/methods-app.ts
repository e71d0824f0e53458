import { z } from 'zod';
import { jobId, timestampMs } from './values.ts';

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Side panels the person keeps open. */
  sidebar: z.boolean(),
  outline: z.boolean(),
  /** Show pictures from other servers without asking each time. */
  loadRemoteImages: z.boolean(),
  /** Underline words that the speller of this device does not know. */
  spellcheck: z.boolean(),
  /** Let the desktop app fetch dictionaries from another server, where the system has no speller. */
  fetchDictionaries: z.boolean(),
  /**
   * The proxy for web places: empty for what git and the system say, `direct` for none, or its address.
   * A name and password in a given address go to the secret store; what is read holds none.
   */
  proxy: z.string().max(2000),
  /** A file of certificates to trust besides the system's; empty for none. */
  caFile: z.string().max(4000),
});
export type Settings = z.infer<typeof settings>;

/** What an app-wide method takes and gives. Every method of the contract has this form. */
export const appMethods = {
  /** What this host can do; the UI asks this instead of asking where it runs. */
  'app.capabilities': {
    input: z.object({}),
    output: z.object({
      host: z.enum(['desktop', 'browser', 'terminal']),
      version: z.string(),
      platform: z.string(),
      /** A native folder dialog exists (`app.pickFolder`); else use `folder.list`. */
      canPickFolder: z.boolean(),
      canOpenExternal: z.boolean(),
      canShowInFolder: z.boolean(),
      /** Whose speller it is: the host's own, or one whose dictionaries must be fetched first. */
      speller: z.enum(['own', 'fetched']),
      /** Where secrets rest: in the system's key store, or in memory until the host stops. */
      secrets: z.enum(['protected', 'memory']),
      /** A good place to suggest for new wikis. */
      documentsDir: z.string(),
      /** A wiki the host was asked to open at its start (a command line argument, or the last one). */
      startWiki: z.string().nullable(),
    }),
  },
  'app.settings': { input: z.object({}), output: settings },
  'app.updateSettings': { input: settings.partial(), output: settings },
  /** What the text being written is in (BCP 47), for the desktop's speller; elsewhere it does nothing. */
  'app.setSpelling': {
    input: z.object({ languages: z.array(z.string().max(35)).max(5) }),
    output: z.object({}),
  },
  'app.pickFolder': {
    input: z.object({ title: z.string() }),
    output: z.object({ dir: z.string().nullable() }),
  },
  /** Opens http, https and mailto in the person's own program; anything else is BAD_INPUT. */
  'app.openExternal': { input: z.object({ url: z.string() }), output: z.object({}) },
  /** Shows a folder in the system's file manager, or a file in its folder; neither is opened. */
  'app.showInFolder': { input: z.object({ dir: z.string() }), output: z.object({}) },
  /** Folders inside a folder, sorted by name; the document folder when `dir` is null. */
  'folder.list': {
    input: z.object({ dir: z.string().nullable() }),
    output: z.object({
      dir: z.string(),
      parent: z.string().nullable(),
      /** Parcels (`.bundle` files) that lie there, latest first. */
      parcels: z.array(z.object({ name: z.string(), file: z.string() })),
      folders: z.array(z.object({ name: z.string(), dir: z.string(), isWiki: z.boolean() })),
    }),
  },
  /** Stops a job; it ends with `job.failed` and code CANCELLED, leaving nothing half-done. */
  'job.cancel': { input: z.object({ job: jobId }), output: z.object({ wasRunning: z.boolean() }) },
  /** Where a job stands, for a client that missed events. Ended jobs are known for ten minutes. */
  'job.state': {
    input: z.object({ job: jobId }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('running'), startedMs: timestampMs }),
      z.object({ kind: z.literal('done'), value: z.unknown() }),
      z.object({
        kind: z.literal('failed'),
        error: z.object({
          code: z.string(),
          message: z.string(),
          data: z.record(z.string(), z.unknown()),
        }),
      }),
      z.object({ kind: z.literal('unknown') }),
    ]),
  },
} as const;
