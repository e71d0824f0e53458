import type { Output, ParsedInput } from '../../../shared/contract/methods.ts';
import type { Choice } from '../../../shared/contract/methods-sync.ts';
import type { Oid, Revision } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { lastChangeIn } from '../../git/last-change.ts';
import type { TreeChoice } from '../../git/merge/choices.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { toRevision } from '../revisions.ts';
import { authorOf } from '../save-page.ts';
import { decodeText } from '../text.ts';
import type { OpenChoices, WikiSync } from './sync-service.ts';

/** Who wrote a side last, as far as its history tells. */
async function byWhom(
  wiki: OpenWiki,
  side: Oid,
  { path }: TreeChoice,
  blob: Oid | null,
): Promise<Revision | null> {
  const page = toPagePath(path);
  if (page === null) return null;
  const commit = await lastChangeIn(wiki.repo.objects, side, path);
  return commit === null ? null : toRevision(wiki.repo, commit, page, blob);
}

async function bothBy(wiki: OpenWiki, open: OpenChoices, choice: TreeChoice) {
  const [oursBy, theirsBy] = await Promise.all([
    byWhom(wiki, open.ours, choice, choice.ours),
    byWhom(wiki, open.theirs, choice, choice.theirs),
  ]);
  return { oursBy, theirsBy };
}

async function textOf(wiki: OpenWiki, blob: Oid | null): Promise<string | null> {
  return blob === null ? null : decodeText((await wiki.repo.objects.read(blob)).body);
}

/** The choices that are not made yet, in the order of their paths. */
export async function listChoices(
  wiki: OpenWiki,
  sync: WikiSync,
): Promise<Output<'choice.list'>['choices']> {
  const open = sync.openChoices();
  if (open === null) return [];
  return Promise.all(
    open.choices.map(async (choice) => ({
      path: choice.path,
      kind: choice.kind,
      ...(await bothBy(wiki, open, choice)),
    })),
  );
}

export async function readChoice(
  wiki: OpenWiki,
  sync: WikiSync,
  path: string,
): Promise<Choice | null> {
  const open = sync.openChoices();
  const choice = open?.choices.find((each) => each.path === path);
  if (open === null || choice === undefined) return null;
  const [base, ours, theirs, by] = await Promise.all([
    textOf(wiki, choice.base),
    textOf(wiki, choice.ours),
    textOf(wiki, choice.theirs),
    bothBy(wiki, open, choice),
  ]);
  return { path, kind: choice.kind, base, ours, theirs, ...by, parts: [...choice.parts] };
}

/** Keeps the decision and joins the two histories once no choice is open any more. */
export async function decideChoice(
  wiki: OpenWiki,
  sync: WikiSync,
  { path, decision }: ParsedInput<'choice.decide'>,
): Promise<Output<'choice.decide'>> {
  if ((await authorOf(wiki)) === null) return { kind: 'needsAuthor' };
  const choice = sync.openChoices()?.choices.find((each) => each.path === path);
  if (choice === undefined) return { kind: 'changed' };
  const { base, ours, theirs } = choice;
  await sync.decisions.add({ path, base, ours, theirs, decision });
  const left = await sync.joinDecided();
  if (left.kind === 'joined') return { kind: 'joined', commit: left.commit };
  const isStillOpen = left.choices.some((each) => each.path === path);
  return isStillOpen ? { kind: 'changed' } : { kind: 'decided', remaining: left.choices.length };
}
