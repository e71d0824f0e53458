import { AppError } from '../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { readCommit } from '../git/commit-object.ts';
import { findEntry } from '../git/tree.ts';
import type { OpenWiki } from './open-wiki.ts';
import { subjectOf, toRevision } from './revisions.ts';
import { savePage, type SaveContext } from './save-page.ts';
import { decodeText } from './text.ts';

const shownPages = 10;

export async function pageHistory(
  wiki: OpenWiki,
  { path, limit, before }: ParsedInput<'history.page'>,
): Promise<Output<'history.page'>> {
  const { entries, hasMore } = await wiki.history.pageHistory(path, { limit, before });
  const revisions = await Promise.all(
    entries.map((entry) =>
      toRevision(wiki.repo, entry.commit, toPagePath(entry.path) ?? path, entry.blob),
    ),
  );
  return { revisions, hasMore };
}

/** The text of a page in a commit, under the name it had then if it was renamed since. */
async function textAt(wiki: OpenWiki, path: PagePath, commit: Oid): Promise<string | null> {
  const { tree } = await readCommit(wiki.repo.objects, commit);
  const entry =
    (await findEntry(wiki.repo.objects, tree, path)) ??
    (await earlierEntry(wiki, path, commit, tree));
  if (entry === null) return null;
  const { type, body } = await wiki.repo.objects.read(entry.oid);
  return type === 'blob' ? decodeText(body) : null;
}

async function earlierEntry(wiki: OpenWiki, path: PagePath, commit: Oid, tree: Oid) {
  const { entries } = await wiki.history.pageHistory(path, { limit: 500, before: null });
  const then = entries.find((entry) => entry.commit === commit);
  return then === undefined ? null : findEntry(wiki.repo.objects, tree, then.path);
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
  const text = await textAt(wiki, path, commit);
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
  return savePage(context, wiki, { wiki: wiki.id, path, text, base, summary });
}

export async function recentChanges(
  wiki: OpenWiki,
  { limit }: ParsedInput<'wiki.recentChanges'>,
): Promise<Output<'wiki.recentChanges'>> {
  const recent = await wiki.history.recent(limit);
  const changes = await Promise.all(
    recent.map(async ({ commit, paths }) => {
      const { author, message } = await readCommit(wiki.repo.objects, commit);
      const pages = paths.map(toPagePath).filter((path) => path !== null);
      return {
        commit,
        author: { name: author.name, email: author.email },
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
