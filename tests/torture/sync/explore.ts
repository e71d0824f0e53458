import fc from 'fast-check';
import { simulate, type Tally } from './simulation.ts';
import { stories, type Story } from './steps.ts';

export interface ExploreOptions {
  readonly runs: number;
  readonly seed: number;
  readonly maxSteps: number;
  readonly onStory?: (done: number) => void;
}

export interface ExploreReport {
  readonly runs: number;
  readonly tally: Tally;
  /** Of the shortest story found that breaks a law: the story as JSON, then the laws. */
  readonly problems: readonly string[];
}

class BrokenLaw extends Error {}

/** Tells random stories until one breaks a law, then looks for the shortest of its kind. */
export async function exploreStories(options: ExploreOptions): Promise<ExploreReport> {
  let told = 0;
  let failures = 0;
  const tally: Tally = { syncs: 0, failedSyncs: 0, merges: 0, choices: 0, words: 0 };
  const property = fc.asyncProperty(stories(options.maxSteps), async (story: Story) => {
    const broken = await simulate(story, tally);
    told += 1;
    options.onStory?.(told);
    if (broken.length === 0) return;
    failures += 1;
    throw new BrokenLaw(broken.join('\n'));
  });
  const result = await fc.check(property, {
    seed: options.seed,
    numRuns: options.runs,
  });
  if (!result.failed) return { runs: told, tally, problems: [] };
  const [story] = result.counterexample ?? [];
  const said = result.errorInstance instanceof Error ? result.errorInstance.message : '';
  return {
    runs: told,
    tally,
    problems: [
      `seed ${options.seed}, path ${result.counterexamplePath ?? ''}, ${failures} stories broke a law`,
      JSON.stringify(story),
      said,
    ],
  };
}
