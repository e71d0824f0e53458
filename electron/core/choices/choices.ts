import type { ByWhom, Choice } from '../../../shared/contract/methods-choice.ts';
import type { Output } from '../../../shared/contract/methods.ts';
import type {
  Conflict,
  FileConflict,
  Version,
  VersionAuthor,
} from '../../../shared/merge/conflict-file.ts';
import { partsOfPage, type NamedSection } from '../../../shared/merge/page-choices.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { blobOid } from '../../git/oid.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { peopleOf } from '../people.ts';
import { authorOf } from '../save-page.ts';
import { decodeText } from '../text.ts';
import { conflictsOn, openConflicts, type OpenConflict } from './open-conflicts.ts';

export { reopenChoice } from './reopen-choice.ts';
export { settleChoice } from './settle-choice.ts';

/** On how many pages and files a person must choose. Quick when there are none. */
export async function countChoices(wiki: OpenWiki): Promise<number> {
  return new Set((await openConflicts(wiki)).map(({ conflict }) => conflict.path)).size;
}

/** The choices that are not made yet, in the order of their paths. */
export async function listChoices(wiki: OpenWiki): Promise<Output<'choice.list'>['choices']> {
  const isMine = await isMineIn(wiki);
  const byPath = new Map<string, OpenConflict[]>();
  for (const each of await openConflicts(wiki)) {
    const { path } = each.conflict;
    byPath.set(path, [...(byPath.get(path) ?? []), each]);
  }
  return [...byPath].flatMap(([path, open]) => {
    const [first] = firstToMake(open);
    if (first === undefined) return [];
    return {
      path,
      title: titleOf(wiki, path),
      kind: first.conflict.kind,
      sections: open.reduce((count, { conflict }) => count + sectionCount(conflict), 0),
      by: distinct(open.flatMap(({ conflict }) => authorsOf(conflict)).map(isMine)),
    };
  });
}

export async function readChoice(wiki: OpenWiki, path: string): Promise<Choice | null> {
  const open = firstToMake(await conflictsOn(wiki, path));
  const [first] = open;
  if (first === undefined) return null;
  const isMine = await isMineIn(wiki);
  const { id, conflict } = first;
  const { kind } = conflict;
  const title = titleOf(wiki, path);
  if (kind === 'file') return fileChoice(wiki, id, conflict, title, isMine);
  const bytes = await wiki.files.read(path);
  if (bytes === null) return null;
  const blob = blobOid(bytes);
  const text = decodeText(bytes);
  if (kind === 'deleted') {
    const { editedBy, deletedBy } = conflict;
    const by = { editedBy: isMine(editedBy), deletedBy: isMine(deletedBy) };
    return { kind, path, title, id, text, blob, ...by };
  }
  const page = toPagePath(path);
  if (page === null || text === null) return null;
  const { parts, rewritten } = partsOfPage(text, namedSections(open));
  const written = (versions: readonly Version[]) =>
    versions.map((version) => ({ text: version.text, by: isMine(version.by) }));
  return {
    kind,
    path: page,
    title,
    blob,
    parts: parts.map((part) =>
      part.kind === 'merged' ? part : { ...part, versions: written(part.versions) },
    ),
    rewritten: rewritten.map((each) => ({ ...each, versions: written(each.versions) })),
    ids: open.map((each) => each.id),
  };
}

async function fileChoice(
  wiki: OpenWiki,
  id: string,
  conflict: FileConflict,
  title: string,
  isMine: (by: VersionAuthor) => ByWhom,
): Promise<Choice> {
  const versions = await Promise.all(
    conflict.versions.map(async ({ path, by }) => {
      const stat = await wiki.files.stat(path);
      return stat === null ? [] : [{ path, sizeBytes: stat.sizeBytes, by: isMine(by) }];
    }),
  );
  return { kind: 'file', path: conflict.path, title, id, versions: versions.flat() };
}

/** One kind at a time: whether there is a page at all comes before what it says. */
function firstToMake(open: readonly OpenConflict[]): readonly OpenConflict[] {
  for (const kind of ['deleted', 'file'] as const) {
    const found = open.filter(({ conflict }) => conflict.kind === kind);
    if (found.length > 0) return found.slice(0, 1);
  }
  return open;
}

function namedSections(open: readonly OpenConflict[]): NamedSection[] {
  return open.flatMap(({ id, conflict }) =>
    conflict.kind === 'text'
      ? conflict.sections.map((section, index) => ({ id, index, section }))
      : [],
  );
}

function sectionCount(conflict: Conflict): number {
  return conflict.kind === 'text' ? conflict.sections.length : 1;
}

function authorsOf(conflict: Conflict): VersionAuthor[] {
  const { kind } = conflict;
  switch (kind) {
    case 'text':
      return conflict.sections.flatMap(({ versions }) => versions.map(({ by }) => by));
    case 'deleted':
      return [conflict.editedBy, conflict.deletedBy];
    case 'file':
      return conflict.versions.map(({ by }) => by);
  }
}

/** Each writer once, with the latest of what they wrote. */
function distinct(authors: readonly ByWhom[]): ByWhom[] {
  const byWriter = new Map<string, ByWhom>();
  for (const by of authors) {
    const key = by === null ? '' : `${by.name} ${by.email}`;
    const known = byWriter.get(key) ?? null;
    if (known === null || (by !== null && by.dateMs > known.dateMs)) byWriter.set(key, by);
  }
  return [...byWriter.values()];
}

async function isMineIn(wiki: OpenWiki): Promise<(by: VersionAuthor) => ByWhom> {
  const person = await peopleOf(wiki.files);
  const author = await authorOf(wiki);
  const email = author === null ? null : person(author).email.toLowerCase();
  return (by) => {
    const who = by && { ...by, ...person(by) };
    return who && { ...who, isMe: who.email.toLowerCase() === email };
  };
}

function titleOf(wiki: OpenWiki, path: string): string {
  const page = toPagePath(path);
  return page === null ? path : wiki.catalogue.title(page);
}
