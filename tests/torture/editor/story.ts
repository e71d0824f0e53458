import { seeded, type Random } from '../random.ts';
import { actNames, acts } from './acts.ts';
import { brokenByUndo, brokenByWriting, type Broken } from './laws.ts';
import { openStage } from './stage.ts';

/** What was done to a page: each edit with the seed of its random choices, so that it can be left out. */
export interface Edit {
  readonly act: string;
  readonly seed: number;
}

export function makeStory(random: Random, length: number): Edit[] {
  return Array.from({ length }, () => ({
    act: random.pick(actNames),
    seed: random.below(2 ** 31),
  }));
}

/** The same story, in which the person scrolls away and back between the edits. */
export function withParking(story: readonly Edit[], random: Random): Edit[] {
  return story.flatMap((edit) => {
    if (random.below(2) === 0) return [edit];
    const act = random.pick(['park', 'park', 'unpark']);
    return [{ act, seed: random.below(2 ** 31) }, edit];
  });
}

/** Tells a story to its end, or to the first edit that breaks a law. */
export function tell(text: string, story: readonly Edit[], checkEvery = 1): Broken[] {
  const stage = openStage(text);
  try {
    for (const [index, { act, seed }] of story.entries()) {
      acts[act]?.(stage, seeded(seed));
      if (index % checkEvery !== checkEvery - 1 && index !== story.length - 1) continue;
      const broken = brokenByWriting(stage);
      if (broken.length > 0) return broken;
    }
    return brokenByUndo(stage);
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ law: 'throws', words: words.split('\n').slice(0, 6).join('\n') }];
  } finally {
    stage.close();
  }
}

const maxTries = 120;

/** The shortest story, and the shortest page, found that break a law of the same kind. */
export function shrink(
  text: string,
  story: readonly Edit[],
  { law }: Broken,
): { readonly text: string; readonly story: readonly Edit[] } {
  let tries = maxTries;
  const fails = (page: string, edits: readonly Edit[]) => {
    tries -= 1;
    return tries > 0 && tell(page, edits).some((broken) => broken.law === law);
  };
  let edits = story;
  let page = text;
  for (let round = 0; round < 3; round += 1) {
    edits = leaveOut(edits, (fewer) => fails(page, fewer));
    const blocks = page.split(/(?<=\n[ \t]*\r?\n)/u);
    page = leaveOut(blocks, (fewer) => fails(fewer.join(''), edits)).join('');
  }
  return { text: page, story: edits };
}

function leaveOut<Part>(
  parts: readonly Part[],
  fails: (fewer: readonly Part[]) => boolean,
): Part[] {
  let kept = [...parts];
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < kept.length;) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (fewer.length < kept.length && fails(fewer)) kept = fewer;
      else at += size;
    }
  }
  return kept;
}
