import type { Blame } from '../../shared/contract/methods-history.ts';
import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { PageBlame } from '../../shared/history/blame.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import type { GraphRevision } from '../git/history-graph.ts';
import type { OpenWiki } from './open-wiki.ts';
import { peopleOf } from './people.ts';
import { toRevision } from './revisions.ts';
import { decodeText } from './text.ts';

const maxRevisions = 2_000;
const maxWorkMs = 5_000;
const sliceMs = 12;
// Comparing the words of a page this long with every older one would take minutes.
const maxPageBytes = 1024 * 1024;

/** Who wrote each word of a page, as far as some seconds of work tell. */
export async function pageBlame(
  wiki: OpenWiki,
  { path, commit }: ParsedInput<'history.blame'>,
): Promise<Output<'history.blame'>> {
  const start = commit ?? (await wiki.repo.refs.head()).oid;
  if (start === null) return { blame: null };
  const revisions = await revisionsBefore(wiki, path, start);
  const blob = revisions?.[0]?.blob ?? null;
  if (revisions === null || blob === null) return { blame: null };
  const text = await readText(wiki, blob);
  if (text === null) return { blame: null };
  const walk = new PageBlame(
    revisions.map((revision) => ({ ...revision, key: revision.blob })),
    text,
  );
  await drive(wiki, walk, revisions);
  return { blame: await describe(wiki, walk, path, revisions) };
}

/** By the page's path in that commit, else by its name of today. */
async function revisionsBefore(wiki: OpenWiki, path: PagePath, commit: Oid) {
  const found = await wiki.history.pageGraph(path, commit, maxRevisions);
  if (found?.[0]?.blob !== undefined && found[0].blob !== null) return found;
  const then = await wiki.history.revisionIn(path, commit);
  return then === null ? found : wiki.history.pageGraph(then.path, commit, maxRevisions);
}

async function readText(wiki: OpenWiki, blob: Oid): Promise<string | null> {
  const { type, body } = await wiki.repo.objects.read(blob);
  return type !== 'blob' || body.length > maxPageBytes ? null : decodeText(body);
}

/** Gives the walk the texts it asks for, other work its turns, and stops when the time is over. */
async function drive(
  wiki: OpenWiki,
  walk: PageBlame,
  revisions: readonly GraphRevision[],
): Promise<void> {
  const steps = walk.steps();
  let workedMs = 0;
  let beganAt = performance.now();
  for (let step = steps.next(null); step.done !== true;) {
    const blob = revisions[step.value]?.blob ?? null;
    const text = blob === null ? null : await readText(wiki, blob);
    step = steps.next(text);
    const sinceMs = performance.now() - beganAt;
    if (sinceMs < sliceMs) continue;
    workedMs += sinceMs;
    if (workedMs > maxWorkMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    beganAt = performance.now();
  }
}

async function describe(
  wiki: OpenWiki,
  walk: PageBlame,
  path: PagePath,
  revisions: readonly GraphRevision[],
): Promise<Blame> {
  const blocks = walk.blocks();
  const places = new Set(blocks.flatMap((block) => block.pieces.map(({ by }) => by)));
  const numbers = new Map([...places].map((place, number) => [place, number]));
  const numberOf = (place: number) => numbers.get(place) ?? 0;
  const person = await peopleOf(wiki.files);
  const named = [...places].flatMap((place) => revisions[place] ?? []);
  const written = await Promise.all(
    named.map((revision) =>
      toRevision(
        wiki.repo,
        person,
        revision.commit,
        toPagePath(revision.path) ?? path,
        revision.blob,
      ),
    ),
  );
  return {
    revisions: written,
    blocks: blocks.map((block) => ({
      by: numberOf(block.by),
      pieces: block.pieces.map(({ text, by }) => ({ text, by: numberOf(by) })),
    })),
    isComplete: walk.isComplete,
  };
}
