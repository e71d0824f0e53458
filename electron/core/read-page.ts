import { AppError } from '../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { Oid, PageEntry, Revision } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { pageTitle } from '../../shared/wiki/titles.ts';
import { blobOid } from '../git/oid.ts';
import { blobAt, headTree } from './head-tree.ts';
import type { OpenWiki } from './open-wiki.ts';
import { peopleOf } from './people.ts';
import { toRevision } from './revisions.ts';
import { decodeText, excerptOf } from './text.ts';
import type { Writers } from './writers.ts';

const maxPageBytes = 8 * 1024 * 1024;
const excerptBytes = 200_000;
const similarCount = 5;

/** The bytes of a page are too many to edit here, or no text. */
function unreadable(
  path: PagePath,
  reason: 'notText' | 'tooLarge' | 'notAFile',
  bytes: Uint8Array,
  sizeBytes: number,
): Output<'page.read'> {
  const message = {
    notText:
      'This file calls itself a page but is not text in UTF-8. It is shown as it is and can’t be edited here; convert it to UTF-8 in another program.',
    tooLarge: `This page is very large (${(sizeBytes / 1024 / 1024).toFixed(1)} MB). Its beginning is shown; edit it in a text editor, or split it.`,
    notAFile:
      'There is something here that is not a file (a link or a device), so it is not opened.',
  }[reason];
  return {
    kind: 'unreadable',
    path,
    reason,
    message,
    sizeBytes,
    excerpt: excerptOf(bytes, excerptBytes),
  };
}

async function lastChange(wiki: OpenWiki, path: PagePath): Promise<Revision | null> {
  if (!wiki.isHistoryReady()) return null;
  const found = await wiki.history.lastChange(path);
  if (found === null) return null;
  const person = await peopleOf(wiki.files);
  return toRevision(wiki.repo, person, found.commit, path, found.blob);
}

async function missing(
  wiki: OpenWiki,
  input: PageInput,
  writers: Writers,
): Promise<Output<'page.read'>> {
  const { path } = input;
  await wiki.named();
  const [link] = await wiki.search.resolve(path, [nameOfPage(path)]);
  const similar: PageEntry[] = (await wiki.search.titles(nameOfPage(path), similarCount)).map(
    (hit) => ({ path: hit.path, title: hit.title }),
  );
  const change = await lastChange(wiki, path);
  return {
    kind: 'missing',
    path,
    movedTo: link?.kind === 'page' ? link.path : null,
    similar,
    ...(await draftOf(wiki, input, null, writers)),
    deleted: change !== null && change.blob === null ? change : null,
  };
}

/** A text of which only the name is known; null where history does not hold it. */
export async function textOfBlob(wiki: OpenWiki, blob: Oid): Promise<string | null> {
  const object = await wiki.repo.objects.find(blob);
  return object?.type === 'blob' ? decodeText(object.body) : null;
}

/** What was left unsaved of a page, and what it began from. */
async function draftOf(
  wiki: OpenWiki,
  { path, client }: PageInput,
  page: TextNow | null,
  writers: Writers,
) {
  const drafts = await wiki.drafts.of(path);
  const isElsewhere = (writer: string) =>
    client !== null && writers.isHeldElsewhere(client, writer);
  // One that is already what the page holds has done its work.
  const draft =
    drafts.find(({ text, writer }) => text !== page?.text && !isElsewhere(writer)) ?? null;
  const blob = page?.blob ?? null;
  const base = draft?.base ?? null;
  return { draft, draftBase: base === null || base === blob ? null : await textOfBlob(wiki, base) };
}

interface TextNow {
  readonly text: string;
  readonly blob: Oid;
}

type PageInput = Pick<ParsedInput<'page.read'>, 'path' | 'client'>;

export async function readPage(
  wiki: OpenWiki,
  input: PageInput,
  writers: Writers,
): Promise<Output<'page.read'>> {
  const { path } = input;
  let bytes: Uint8Array | null;
  try {
    const stat = await wiki.files.stat(path);
    if (stat !== null && stat.sizeBytes > maxPageBytes) {
      return unreadable(path, 'tooLarge', new Uint8Array(), stat.sizeBytes);
    }
    bytes = await wiki.files.read(path, maxPageBytes);
  } catch (error) {
    if (
      error instanceof AppError &&
      (error.code === 'NOT_A_PAGE' || error.code === 'PATH_OUTSIDE_WIKI')
    ) {
      return unreadable(path, 'notAFile', new Uint8Array(), 0);
    }
    throw error;
  }
  if (bytes === null) return missing(wiki, input, writers);
  const text = decodeText(bytes);
  if (text === null) return unreadable(path, 'notText', bytes, bytes.length);
  wiki.noteVisit(path);
  const blob = blobOid(bytes);
  const [change, { draft, draftBase }, tree] = await Promise.all([
    lastChange(wiki, path),
    draftOf(wiki, input, { text, blob }, writers),
    headTree(wiki),
  ]);
  return {
    kind: 'page',
    path,
    title: pageTitle(path, text),
    text,
    blob,
    lastChange: change,
    isRecorded: change !== null || (await blobAt(wiki, tree, path)) !== null,
    draft,
    draftBase,
  };
}
