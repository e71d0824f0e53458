import { longestColons } from '../syntax/closed-directives.ts';
import type { Block } from './blocks.ts';
import { changedRuns } from './changed-runs.ts';
import { parseBlocks, type Scope } from './read-page.ts';

/** Blocks in a directive that changed, with those beside them. */
interface DirectivePart {
  /** Where in the source. */
  readonly from: number;
  readonly to: number;
  readonly before: readonly Block[];
  readonly after: readonly Block[];
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
): readonly DirectivePart[] | null {
  if (before?.kind !== 'directive' || after?.kind !== 'directive') return null;
  if (others.length + more.length > 0 || before.head !== after.head) return null;
  const [, opening = '', inside = ''] = aroundInside.exec(source) ?? [];
  const options = optionsOf(inside, before.head.split('\n').length - 1);
  const content = inside.slice(options.length);
  const blocks = opening === '' ? null : parseBlocks(content, scope);
  const isAlike =
    blocks?.length === before.children.length &&
    blocks.every(({ model }, index) => model.kind === before.children[index]?.kind);
  if (blocks === null || !isAlike) return null;
  const at = opening.length + options.length;
  // One that is still of its kind says nothing else to what stands beside it.
  const runs = changedRuns(before.children, after.children, ({ start, end, from, to }) => {
    const isOne = end - start === 1 && to - from === 1;
    return isOne && before.children[start]?.kind === after.children[from]?.kind ? 0 : 1;
  });
  const parts = runs.flatMap(({ start, end, from, to }): DirectivePart[] => {
    const [first, last] = [blocks[start], blocks[end - 1]];
    if (first === undefined || last === undefined || from === to) return [];
    return [
      {
        from: at + first.from,
        to: at + last.to,
        before: before.children.slice(start, end),
        after: after.children.slice(from, to),
      },
    ];
  });
  return parts.length === 0 || parts.length < runs.length ? null : parts;
}

/** Whether every program ends the directive where it did, with a part of it as it is written now. */
export function fitsInside(directive: string, part: string, now: string): boolean {
  const [ours, before] = [now, part].map((each) => longestColons(each.replace(/\r\n?/g, '\n')));
  const own = /^:*/.exec(directive)?.[0].length ?? 0;
  return (ours ?? 0) < own || ours === before;
}

function optionsOf(inside: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line += 1) {
    end += /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(inside.slice(end))?.[0].length ?? 0;
  }
  return inside.slice(0, end);
}
