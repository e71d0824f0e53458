import { z } from 'zod';

/** What crosses between a host's main thread and the core's own, checked on both sides. */

const credentials = z.object({ username: z.string(), password: z.string() });

/** What the core's thread starts with. */
export const coreSetup = z.object({
  host: z.enum(['desktop', 'browser']),
  version: z.string(),
  dataDir: z.string(),
  documentsDir: z.string(),
  sampleDir: z.string(),
  startWiki: z.string().nullable(),
  secrets: z.enum(['protected', 'memory']),
  /** Which members of `Shell` the host has. */
  shell: z.object({
    pickFolder: z.boolean(),
    openExternal: z.boolean(),
    showInFolder: z.boolean(),
    setSpelling: z.boolean(),
  }),
  /** Wikis that an earlier thread, which died, had open. */
  reopen: z.array(z.string()),
});
export type CoreSetup = z.infer<typeof coreSetup>;

/** A call of the core to a port that only the main thread can serve. */
export const portCall = z.discriminatedUnion('port', [
  z.object({ port: z.literal('secrets.get'), origin: z.string() }),
  z.object({ port: z.literal('secrets.set'), origin: z.string(), credentials }),
  z.object({ port: z.literal('secrets.delete'), origin: z.string() }),
  z.object({ port: z.literal('shell.pickFolder'), title: z.string() }),
  z.object({ port: z.literal('shell.openExternal'), url: z.string() }),
  z.object({ port: z.literal('shell.showInFolder'), path: z.string() }),
  z.object({ port: z.literal('shell.setSpelling'), languages: z.array(z.string()) }),
]);
export type PortCall = z.infer<typeof portCall>;

/** What the calls give: credentials, the picked folder, or nothing. */
export const portValue = {
  credentials: credentials.nullable(),
  folder: z.string().nullable(),
} as const;

const errorShape = z.object({
  code: z.string(),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const toCore = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.number(),
    method: z.string(),
    input: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('asset'), id: z.number(), wiki: z.string(), path: z.string() }),
  /** The wiki that a page should open which names none. */
  z.object({ kind: z.literal('startWiki'), dir: z.string() }),
  z.object({ kind: z.literal('portValue'), id: z.number(), value: z.unknown().optional() }),
  z.object({ kind: z.literal('portFailure'), id: z.number(), error: errorShape.nullable() }),
  z.object({ kind: z.literal('close') }),
]);
export type ToCore = z.infer<typeof toCore>;

export const fromCore = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('answer'),
    id: z.number(),
    /** An `Envelope` as JSON. */
    text: z.string(),
    /** The job that the request started. */
    job: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('asset'),
    id: z.number(),
    asset: z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string() }).nullable(),
  }),
  z.object({
    kind: z.literal('event'),
    /** An `AppEvent` as JSON. */
    text: z.string(),
    /** The job whose end it tells. */
    endedJob: z.string().nullable(),
  }),
  z.object({ kind: z.literal('opened'), dir: z.string() }),
  z.object({
    kind: z.literal('log'),
    level: z.enum(['warn', 'error']),
    message: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('port'), id: z.number(), call: portCall }),
]);
export type FromCore = z.infer<typeof fromCore>;
