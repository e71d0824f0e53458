import { AppError } from '../../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../../shared/contract/methods.ts';
import { conflictPath, type FileConflict } from '../../../shared/merge/conflict-file.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { pageTitle } from '../../../shared/wiki/titles.ts';
import { conflictFile } from '../../git/merge/conflict-print.ts';
import { blobOid } from '../../git/oid.ts';
import { changeFiles, type FileChange } from '../change-files.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { authorOf, staleOutcome, type SaveContext } from '../save-page.ts';
import { conflictsOn, openConflicts, type OpenConflict } from './open-conflicts.ts';

type Settled = Output<'choice.settle'>;
type Decision = ParsedInput<'choice.settle'>['decision'];
/** What a decision changes, or why it can't be taken. */
type Plan =
  | { readonly kind: 'plan'; readonly changes: readonly FileChange[]; readonly title: string }
  | Exclude<Settled, { kind: 'settled' | 'needsAuthor' }>;

const encoder = new TextEncoder();
const maxSettledBytes = 32 * 1024 * 1024;

/**
 * Writes what a person chose and takes the settled conflicts' files away, in one commit of theirs.
 *
 * An id `<id>#<index>` settles one section and leaves the file's others open.
 */
export async function settleChoice(
  context: SaveContext,
  wiki: OpenWiki,
  { path, decision }: ParsedInput<'choice.settle'>,
): Promise<Settled> {
  return wiki.write(async () => {
    const author = await authorOf(wiki);
    if (author === null) return { kind: 'needsAuthor' };
    const open = await conflictsOn(wiki, path);
    const plan = await planFor(wiki, path, decision, open);
    if (plan.kind !== 'plan') return plan;
    const message = `Settle two versions of ${plan.title}`;
    const commit = await changeFiles(context, wiki, author, plan.changes, message);
    const left = new Set((await openConflicts(wiki)).map(({ conflict }) => conflict.path));
    return { kind: 'settled', commit, remaining: left.size };
  });
}

async function planFor(
  wiki: OpenWiki,
  path: string,
  decision: Decision,
  open: readonly OpenConflict[],
): Promise<Plan> {
  switch (decision.kind) {
    case 'text':
      return planText(wiki, path, decision, open);
    case 'keepPage':
    case 'deletePage':
      return planPage(wiki, path, decision, open);
    case 'file': {
      const found = open.find(({ id }) => id === decision.id);
      if (found?.conflict.kind !== 'file') return { kind: 'changed' };
      return planFile(wiki, found.id, found.conflict, decision.keep);
    }
  }
}

async function planText(
  wiki: OpenWiki,
  path: string,
  { text, base, ids }: Extract<Decision, { kind: 'text' }>,
  open: readonly OpenConflict[],
): Promise<Plan> {
  const page = toPagePath(path);
  if (page === null) return { kind: 'changed' };
  const bytes = encoder.encode(text);
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new AppError(
      'NOT_TEXT',
      'The text holds a character that can’t be stored (a lone surrogate or NUL). Remove it and try again.',
      { path },
    );
  }
  if (bytes.length > maxSettledBytes) {
    throw new AppError('TOO_LARGE', 'This page is over 32 MB. Split it into several pages.', {
      sizeBytes: bytes.length,
    });
  }
  const settled = open.flatMap((each) => withoutSettled(each, ids));
  if (settled.length === 0) return { kind: 'changed' };
  const current = await wiki.files.read(page);
  if (current === null) return { kind: 'changed' };
  if (blobOid(current) !== base) return staleOutcome(wiki, page, current);
  const isSame = blobOid(current) === blobOid(bytes);
  return {
    kind: 'plan',
    changes: [...(isSame ? [] : [{ path: page, content: bytes }]), ...settled],
    title: pageTitle(page, text),
  };
}

/** The changes to a conflict's file once these sections are settled; none when none of them is in it. */
function withoutSettled({ id, conflict }: OpenConflict, ids: readonly string[]): FileChange[] {
  if (conflict.kind !== 'text') return [];
  const left = ids.includes(id)
    ? []
    : conflict.sections.filter((_, index) => !ids.includes(`${id}#${index}`));
  if (left.length === conflict.sections.length) return [];
  const gone = { path: conflictPath(id), content: null };
  const rest = left.length === 0 ? null : conflictFile({ ...conflict, sections: left });
  return rest === null ? [gone] : [gone, { path: rest.path, content: rest.bytes }];
}

async function planPage(
  wiki: OpenWiki,
  path: string,
  decision: Extract<Decision, { kind: 'keepPage' | 'deletePage' }>,
  open: readonly OpenConflict[],
): Promise<Plan> {
  const found = open.find(({ id, conflict }) => id === decision.id && conflict.kind === 'deleted');
  const current = await wiki.files.read(path);
  if (found === undefined || current === null) return { kind: 'changed' };
  const page = toPagePath(path);
  const title = page === null ? path : wiki.catalogue.title(page);
  if (decision.kind === 'keepPage') {
    return { kind: 'plan', changes: [{ path: conflictPath(found.id), content: null }], title };
  }
  if (blobOid(current) !== decision.base) {
    return page === null ? { kind: 'changed' } : staleOutcome(wiki, page, current);
  }
  const gone = open.map(({ id }) => ({ path: conflictPath(id), content: null }));
  return { kind: 'plan', changes: [{ path, content: null }, ...gone], title };
}

/** The kept file has the path that pages name; the others go. */
async function planFile(
  wiki: OpenWiki,
  id: string,
  { path, versions }: FileConflict,
  keep: string | null,
): Promise<Plan> {
  const changes: FileChange[] = [{ path: conflictPath(id), content: null }];
  if (keep !== null) {
    const kept = versions.some((version) => version.path === keep)
      ? await wiki.files.read(keep)
      : null;
    if (kept === null) return { kind: 'changed' };
    if (keep !== path) changes.push({ path, content: kept });
    for (const version of versions) {
      if (version.path !== path) changes.push({ path: version.path, content: null });
    }
  }
  const page = toPagePath(path);
  return { kind: 'plan', changes, title: page === null ? path : wiki.catalogue.title(page) };
}
