import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import { addAlias } from '../../shared/wiki/frontmatter-edit.ts';
import { LinkTable } from '../../shared/wiki/link-table.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { retargetLinks, type PageMove } from '../../shared/wiki/retarget.ts';
import { pageNames } from '../../shared/wiki/titles.ts';
import { changeFiles, type FileChange } from './change-files.ts';
import { movedConflicts } from './choices/open-conflicts.ts';
import type { OpenWiki } from './open-wiki.ts';
import { newPathProblem, type BadName } from './page-names.ts';
import { authorOf, type SaveContext } from './save-page.ts';
import { decodeText } from './text.ts';

const encoder = new TextEncoder();

/** The path a person means by the new name they typed: with folders or without, with `.md` or not. */
function typedPath(to: string): PagePath | null {
  const trimmed = to.trim().replace(/^\/+|\/+$/g, '');
  return toPagePath(/\.(md|markdown)$/i.test(trimmed) ? trimmed : `${trimmed}.md`);
}

function nameProblem(wiki: OpenWiki, from: PagePath, to: PagePath | null): BadName | null {
  if (to === null) {
    return {
      kind: 'badName',
      reason: 'This is not a name that a page can have.',
      suggestion: null,
    };
  }
  if (to === from || wiki.catalogue.has(to)) {
    return {
      kind: 'badName',
      reason: to === from ? 'The page has this name already.' : `There is a page “${to}” already.`,
      suggestion: null,
    };
  }
  const problem = newPathProblem(wiki.catalogue, to);
  // Another case of its own name is no clash: the old one goes.
  return problem !== null && wiki.catalogue.clashOf(to) === from && problem.reason.startsWith('“')
    ? null
    : problem;
}

async function tableOf(wiki: OpenWiki): Promise<LinkTable> {
  const table = new LinkTable();
  for (const page of await wiki.search.entries()) table.addPage(page);
  for (const file of wiki.catalogue.files()) table.addFile(file);
  return table;
}

/** The moved page's text: its old title stays as an alias if the title changed, its own links still lead. */
function movedText(text: string, move: PageMove, before: LinkTable, after: LinkTable): string {
  const old = pageNames(move.from, text);
  const now = pageNames(move.to, text);
  const linked = retargetLinks(
    text,
    move.from,
    move,
    (from, target) => before.resolve(from, target),
    (from, target) => after.resolve(from, target),
  );
  if (old.title === now.title || now.aliases.includes(old.title)) return linked;
  return addAlias(linked, old.title) ?? linked;
}

/** Moves a page with the links that lead to it: everything in one commit, or nothing. */
export async function renamePage(
  context: SaveContext,
  wiki: OpenWiki,
  { path, to, updateLinks }: ParsedInput<'page.rename'>,
): Promise<Output<'page.rename'>> {
  await wiki.indexed();
  return wiki.write(async () => {
    const bytes = await wiki.files.read(path);
    if (bytes === null) return { kind: 'missing' };
    const target = typedPath(to);
    const problem = nameProblem(wiki, path, target);
    if (problem !== null || target === null) {
      return problem ?? { kind: 'badName', reason: 'This is not a name.', suggestion: null };
    }
    const author = await authorOf(wiki);
    if (author === null) return { kind: 'needsAuthor' };

    const move = { from: path, to: target };
    const before = await tableOf(wiki);
    const after = before.copy();
    after.removePage(path);
    const text = decodeText(bytes);
    after.addPage({ path: target, ...pageNames(target, text ?? '') });
    const moved = text === null ? bytes : encoder.encode(movedText(text, move, before, after));
    const oldTitle = wiki.catalogue.title(path);

    const changes: FileChange[] = [
      { path, content: null },
      { path: target, content: moved },
      ...(await movedConflicts(wiki, path, target)),
    ];
    const updatedPages: PagePath[] = [];
    const linking = updateLinks ? (await wiki.search.backlinks(path)).backlinks : [];
    for (const { path: page } of linking) {
      if (page === path) continue;
      const old = await wiki.files.read(page);
      const oldText = old === null ? null : decodeText(old);
      if (old === null || oldText === null) continue;
      const newText = retargetLinks(
        oldText,
        page,
        move,
        (from, link) => before.resolve(from, link),
        (from, link) => after.resolve(from, link),
      );
      if (newText === oldText) continue;
      changes.push({ path: page, content: encoder.encode(newText) });
      updatedPages.push(page);
    }

    const newTitle = pageNames(target, text ?? '').title;
    const what =
      oldTitle === newTitle ? `Move ${oldTitle} to ${target}` : `Rename ${oldTitle} to ${newTitle}`;
    const commit = await changeFiles(context, wiki, author, changes, what);
    return { kind: 'renamed', path: target, commit, updatedPages };
  });
}
