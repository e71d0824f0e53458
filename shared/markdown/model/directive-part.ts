import { longestColons } from '../syntax/closed-directives.ts';
import type { Block } from './blocks.ts';
import { isEqual } from './parts.ts';
import { parseBlocks, type Scope } from './read-page.ts';

/** What changed in a directive, with the blocks beside it, and what stands around them. */
interface DirectivePart {
  readonly head: string;
  readonly source: string;
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  readonly tail: string;
}

const aroundInside = /^(:{3,}[^\r\n]*(?:\r\n|\r|\n))([^]*?)((?<=[\r\n]):{3,}[ \t]*)$/;

/**
 * The blocks in a directive that are others now: only they are written anew, and all else keeps its
 * bytes. Null: something else changed than them.
 */
export function changedInside(
  source: string,
  [before, ...others]: readonly Block[],
  [after, ...more]: readonly Block[],
  scope: Scope,
): DirectivePart | null {
  if (before?.kind !== 'directive' || after?.kind !== 'directive') return null;
  if (others.length + more.length > 0 || before.head !== after.head) return null;
  const [, opening = '', inside = '', closing = ''] = aroundInside.exec(source) ?? [];
  const options = optionsOf(inside, before.head.split('\n').length - 1);
  const content = inside.slice(options.length);
  const blocks = opening === '' ? null : parseBlocks(content, scope);
  const isAlike =
    blocks?.length === before.children.length &&
    blocks.every(({ model }, index) => model.kind === before.children[index]?.kind);
  if (blocks === null || !isAlike) return null;
  const [from, kept] = changedBlocks(before.children, after.children);
  const first = blocks[from];
  const last = blocks.at(-1 - kept);
  const now = after.children.slice(from, after.children.length - kept);
  if (first === undefined || last === undefined || now.length === 0) return null;
  return {
    head: opening + options + content.slice(0, first.from),
    source: content.slice(first.from, last.to),
    before: before.children.slice(from, before.children.length - kept),
    after: now,
    tail: content.slice(last.to) + closing,
  };
}

/** Whether every program ends the directive where it did, with the part as it is written now. */
export function fitsInside({ head, source }: DirectivePart, text: string): boolean {
  const [now, before] = [text, source].map((each) => longestColons(each.replace(/\r\n?/g, '\n')));
  const own = /^:*/.exec(head)?.[0].length ?? 0;
  return (now ?? 0) < own || now === before;
}

function optionsOf(inside: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line += 1) {
    end += /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(inside.slice(end))?.[0].length ?? 0;
  }
  return inside.slice(0, end);
}

/** How many blocks at the start are of no concern, and how many at the end: all but those beside what changed. */
function changedBlocks(
  before: readonly Block[],
  after: readonly Block[],
): readonly [from: number, kept: number] {
  const room = Math.min(before.length, after.length);
  let from = 0;
  while (from < room && isEqual(before[from], after[from])) from += 1;
  let kept = 0;
  while (kept < room - from && isEqual(before.at(-1 - kept), after.at(-1 - kept))) kept += 1;
  const isOne = before.length - from - kept === 1 && after.length - from - kept === 1;
  const isKind = isOne && before[from]?.kind === after[from]?.kind;
  // One that is still of its kind says nothing else to what stands beside it.
  return isKind ? [from, kept] : [Math.max(0, from - 1), Math.max(0, kept - 1)];
}
