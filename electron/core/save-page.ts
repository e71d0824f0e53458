import { AppError } from '../../shared/contract/errors.ts';
import type { ParsedInput } from '../../shared/contract/methods.ts';
import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid, Person, Revision } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { pageTitle } from '../../shared/wiki/titles.ts';
import { blobOid } from '../git/oid.ts';
import { commitChanges, type NewRevision } from '../git/commit.ts';
import type { EventBus } from './events.ts';
import { blobAt, headTree } from './head-tree.ts';
import type { OpenWiki } from './open-wiki.ts';
import { newPathProblem } from './page-names.ts';
import type { CorePorts } from './ports.ts';
import { peopleOf } from './people.ts';
import { toRevision } from './revisions.ts';
import { decodeText } from './text.ts';

const encoder = new TextEncoder();
/** The edit summary of changes that another program made. */
export const outsideSummary = 'Edited outside Commonplace';
const maxSavedBytes = 32 * 1024 * 1024;

export interface SaveContext {
  readonly ports: CorePorts;
  readonly bus: EventBus;
}

/** The author of commits here; null until name and email are known. */
export function authorOf(wiki: OpenWiki): Promise<Person | null> {
  return wiki.repo.config.author();
}

async function committedBlob(wiki: OpenWiki, path: string): Promise<Oid | null> {
  return blobAt(wiki, await headTree(wiki), path);
}

/** What the page is now, when it is not what the edit started from. */
export async function staleOutcome(wiki: OpenWiki, path: PagePath, bytes: Uint8Array | null) {
  let change: Revision | null = null;
  const blob = bytes === null ? null : blobOid(bytes);
  if ((await committedBlob(wiki, path)) === blob) {
    const last = await wiki.history.lastChange(path);
    if (last !== null) {
      const person = await peopleOf(wiki.files);
      change = await toRevision(wiki.repo, person, last.commit, path, last.blob);
    }
  }
  return { kind: 'stale' as const, text: bytes === null ? null : decodeText(bytes), blob, change };
}

/**
 * Commits files that are written already. The text is on the disk whatever happens here.
 *
 * @param onDisk for files that are being written still: the branch moves only after them
 * @throws AppError when the history did not take it; says that the text is safe, if it is
 */
export async function commitWritten(
  { ports }: SaveContext,
  wiki: OpenWiki,
  author: Person,
  changes: NewRevision['changes'],
  message: string,
  onDisk: Promise<unknown> = Promise.resolve(),
): Promise<Oid> {
  try {
    const { commit } = await commitChanges(wiki.repo, {
      changes,
      onDisk,
      message,
      author,
      dateMs: ports.clock.nowMs(),
    });
    return commit;
  } catch (error) {
    await onDisk;
    if (!(error instanceof AppError)) throw error;
    throw new AppError(
      error.code,
      `Your text is safely on the disk, but could not be recorded in the history: ${error.message}`,
      error.data,
      { cause: error },
    );
  } finally {
    await wiki.noteWritten(changes.map(({ path }) => path));
    wiki.noteCommitted();
  }
}

function sizeCheck(bytes: Uint8Array): void {
  if (bytes.length > maxSavedBytes) {
    throw new AppError(
      'TOO_LARGE',
      'This page is over 32 MB. Split it into several pages and save those.',
      {
        sizeBytes: bytes.length,
      },
    );
  }
}

/** A text that history does not hold yet, by another program's hand, is recorded before it is replaced. */
export async function recordFirst(
  context: SaveContext,
  wiki: OpenWiki,
  author: Person,
  path: string,
  current: Uint8Array,
): Promise<void> {
  if ((await committedBlob(wiki, path)) === blobOid(current)) return;
  await commitWritten(context, wiki, author, [{ path, content: current }], outsideSummary);
}

export async function savePage(
  context: SaveContext,
  wiki: OpenWiki,
  { path, writer, text, base, summary }: ParsedInput<'page.save'>,
): Promise<SaveOutcome> {
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new AppError(
      'NOT_TEXT',
      'The text holds a character that can’t be stored (a lone surrogate or NUL). Remove it and save again.',
      { path },
    );
  }
  const bytes = encoder.encode(text);
  sizeCheck(bytes);
  const blob = blobOid(bytes);
  return wiki.write(async () => {
    const current = await wiki.files.read(path);
    const currentBlob = current === null ? null : blobOid(current);
    if (currentBlob !== base && currentBlob !== blob) return staleOutcome(wiki, path, current);
    const attached = await wiki.attachments.namedIn(text);
    const isRecorded = currentBlob === blob && (await committedBlob(wiki, path)) === blob;
    if (isRecorded && attached.length === 0) {
      await wiki.drafts.discard(path, writer);
      return { kind: 'unchanged', blob };
    }
    if (current === null) {
      const problem = newPathProblem(wiki.catalogue, path);
      if (problem !== null) return problem;
    }
    const author = await authorOf(wiki);
    if (author === null) return { kind: 'needsAuthor' };
    if (current !== null && currentBlob !== blob)
      await recordFirst(context, wiki, author, path, current);
    const page = { path, title: pageTitle(path, text) };
    const verb = current === null ? 'Create' : 'Edit';
    // Before the page: it never names what is not there.
    for (const file of attached) {
      const there = await wiki.files.read(file.path);
      if (there !== null) await recordFirst(context, wiki, author, file.path, there);
      await wiki.files.write(file.path, file.content);
    }
    const commit = await commitWritten(
      context,
      wiki,
      author,
      [{ path, content: bytes }, ...attached],
      summary.trim() === '' ? `${verb} ${page.title}` : summary.trim(),
      wiki.files.write(path, bytes),
    );
    await wiki.attachments.discard(attached.map((file) => file.path));
    await wiki.drafts.discard(path, writer);
    context.bus.emit({ name: 'drafts.changed', wiki: wiki.id });
    return { kind: 'saved', blob, commit, page };
  });
}
