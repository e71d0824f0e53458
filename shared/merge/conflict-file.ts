import { z } from 'zod';
import { oid } from '../contract/values.ts';
import { compareBytes } from './byte-order.ts';

/** Where open choices stand in a wiki, one file each; the name is the choice's id. */
export const conflictFolder = '.commonplace/conflicts';
export const maxConflictBytes = 16 * 1024 * 1024;
export const maxVersions = 50;
const maxSections = 1000;
const maxNameLength = 500;

const text = z.string().refine((value) => value.isWellFormed() && !value.includes('\0'));
const path = text.min(1).max(4000);

const versionAuthor = z
  .object({
    name: text.max(maxNameLength),
    email: text.max(maxNameLength),
    dateMs: z.number().int(),
    commit: oid,
  })
  .nullable();
/** Who wrote a version last; null where history does not tell. */
export type VersionAuthor = z.infer<typeof versionAuthor>;

const version = z.object({ text, by: versionAuthor });
export type Version = z.infer<typeof version>;

const openSection = z.object({
  /** A frontmatter can't hold a key twice: the page shows the first version only. */
  place: z.enum(['frontmatter', 'body']),
  base: text,
  /** In byte order of their texts. Texts have LF line ends, and none at their start or end. */
  versions: z.array(version).min(2).max(maxVersions),
});
export type OpenSection = z.infer<typeof openSection>;

const conflict = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    path,
    sections: z.array(openSection).min(1).max(maxSections),
  }),
  z.object({
    kind: z.literal('deleted'),
    path,
    /** Blob of the file before the one deleted and the other edited it. */
    base: oid,
    editedBy: versionAuthor,
    deletedBy: versionAuthor,
  }),
  z.object({
    kind: z.literal('file'),
    path,
    /** The first keeps the path; in the order of their blobs. */
    versions: z
      .array(z.object({ path, blob: oid, by: versionAuthor }))
      .min(2)
      .max(maxVersions),
  }),
]);
/** One open choice, as its file says it. It came from a peer: no path in it is to be trusted. */
export type Conflict = z.infer<typeof conflict>;
export type FileConflict = Extract<Conflict, { kind: 'file' }>;

export function conflictPath(id: string): string {
  return `${conflictFolder}/${id}.json`;
}

/** The id that a path below the wiki's root names; null when it is no conflict's file. */
export function conflictIdOf(filePath: string): string | null {
  return /^\.commonplace\/conflicts\/([0-9a-f]{32})\.json$/.exec(filePath)?.[1] ?? null;
}

/** Null for a text that is no conflict. */
export function parseConflict(json: string): Conflict | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null; // a peer's file: nothing to choose in it
  }
  return conflict.safeParse(value).data ?? null;
}

export function printConflict(value: Conflict): string {
  return `${JSON.stringify(withSortedKeys(value), null, 2)}\n`;
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => compareBytes(left, right));
  return Object.fromEntries(entries.map(([key, each]) => [key, withSortedKeys(each)]));
}

/** What makes a section the one it is, whoever wrote its versions. */
export function sectionKey({ place, base, versions }: OpenSection): string {
  return JSON.stringify([place, base, versions.map((each) => each.text)]);
}

/** The text whose hash is the conflict's id: nothing of it depends on who merged. */
export function conflictKey(value: Conflict): string {
  const { kind } = value;
  switch (kind) {
    case 'text':
      return JSON.stringify([value.path, kind, value.sections.map(sectionKey)]);
    case 'deleted':
      return JSON.stringify([value.path, kind, value.base]);
    case 'file':
      return JSON.stringify([value.path, kind, value.versions.map(({ blob }) => blob)]);
  }
}

/** A name or address as a conflict's file may hold it. */
export function boundedName(name: string): string {
  return name.slice(0, maxNameLength).toWellFormed().replaceAll('\0', '');
}

/** Of two accounts of one version, the same one on every peer. */
export function eitherAuthor(left: VersionAuthor, right: VersionAuthor): VersionAuthor {
  if (left === null || right === null) return left ?? right;
  const order = left.dateMs - right.dateMs || compareBytes(left.commit, right.commit);
  return order <= 0 ? left : right;
}
