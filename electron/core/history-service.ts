import { AppError } from '../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { fold } from '../../shared/search/fold.ts';
import { readCommit } from '../git/commit-object.ts';
import { findEntry } from '../git/tree.ts';
import type { OpenWiki } from './open-wiki.ts';
import { peopleOf } from './people.ts';
import { subjectOf, toRevision } from './revisions.ts';
import { savePage, type SaveContext } from './save-page.ts';
import { decodeText } from './text.ts';

const shownPages = 10;

export async function pageHistory(
  wiki: OpenWiki,
  { path, limit, before }: ParsedInput<'history.page'>,
): Promise<Output<'history.page'>> {
  const { entries, hasMore } = await wiki.history.pageHistory(path, { limit, before });
  const person = await peopleOf(wiki.files);
  const revisions = await Promise.all(
    entries.map((entry) =>
      toRevision(wiki.repo, person, entry.commit, toPagePath(entry.path) ?? path, entry.blob),
    ),
  );
  return { revisions, hasMore };
}

/** The text of a page in a commit, under the name it had then if it was renamed since. */
async function textAt(wiki: OpenWiki, path: PagePath, commit: Oid): Promise<string | null> {
  const { objects } = wiki.repo;
  const { tree } = await readCommit(objects, commit);
  const entry = await findEntry(objects, tree, path);
  const blob = entry?.oid ?? (await wiki.history.revisionIn(path, commit))?.blob ?? null;
  return blob === null ? null : readText(wiki, blob);
}

/** As `textAt`, where another page may have had the name of today then. */
async function earlierText(wiki: OpenWiki, path: PagePath, commit: Oid): Promise<string | null> {
  const then = await wiki.history.revisionIn(path, commit);
  if (then === null) return textAt(wiki, path, commit);
  return then.blob === null ? null : readText(wiki, then.blob);
}

async function readText(wiki: OpenWiki, blob: Oid): Promise<string | null> {
  const { type, body } = await wiki.repo.objects.read(blob);
  return type === 'blob' ? decodeText(body) : null;
}

export async function historyText(
  wiki: OpenWiki,
  { path, commit }: ParsedInput<'history.text'>,
): Promise<Output<'history.text'>> {
  return { text: await textAt(wiki, path, commit) };
}

/** A restore is a save of the old text: the same checks, and a new revision. */
export async function restorePage(
  context: SaveContext,
  wiki: OpenWiki,
  { path, commit, base }: ParsedInput<'history.restore'>,
): Promise<SaveOutcome> {
  const text = await earlierText(wiki, path, commit);
  if (text === null) {
    throw new AppError(
      'NOT_TEXT',
      'That revision does not hold this page as text, so there is nothing to bring back. Choose another revision.',
      { path, commit },
    );
  }
  const { author } = await readCommit(wiki.repo.objects, commit);
  const day = new Date(author.dateMs).toISOString().slice(0, 10);
  const summary = `Restore ${wiki.catalogue.title(path)} as of ${day}`;
  return savePage(context, wiki, { wiki: wiki.id, path, writer: '', text, base, summary });
}

export async function recentChanges(
  wiki: OpenWiki,
  { limit }: ParsedInput<'wiki.recentChanges'>,
): Promise<Output<'wiki.recentChanges'>> {
  const recent = await wiki.history.recent(limit);
  const person = await peopleOf(wiki.files);
  const changes = await Promise.all(
    recent.map(async ({ commit, paths }) => {
      const { author, message } = await readCommit(wiki.repo.objects, commit);
      const pages = paths.map(toPagePath).filter((path) => path !== null);
      return {
        commit,
        author: person(author),
        dateMs: author.dateMs,
        summary: subjectOf(message),
        pages: pages
          .slice(0, shownPages)
          .map((path) => ({ path, title: wiki.catalogue.title(path) })),
        pageCount: pages.length,
      };
    }),
  );
  return { changes };
}

/** Pages whose last change took them away, and that went on under no other name. */
export async function deletedPages(
  wiki: OpenWiki,
  { query, limit }: ParsedInput<'history.deleted'>,
): Promise<Output<'history.deleted'>> {
  const wanted = query.split(/\s+/).map(fold);
  const matches = (path: string) => {
    if (toPagePath(path) === null) return false;
    const folded = fold(path);
    return wanted.every((word) => folded.includes(word));
  };
  const deleted = await wiki.history.deleted((path) => wiki.catalogue.has(path), matches);
  const pages = await Promise.all(
    deleted.slice(0, limit).flatMap(({ revision: { commit, path } }) => {
      const page = toPagePath(path);
      return page === null ? [] : toDeletedPage(wiki, page, commit);
    }),
  );
  return { pages, total: deleted.length };
}

async function toDeletedPage(wiki: OpenWiki, path: PagePath, commit: Oid) {
  const person = await peopleOf(wiki.files);
  const deleted = await toRevision(wiki.repo, person, commit, path, null);
  return { path, title: wiki.catalogue.title(path), deleted };
}
