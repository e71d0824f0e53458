import { seeded } from '../random.ts';
import { generateLongPage, generatePage, type TortureTarget } from './pages.ts';
import { makeStory, shrink, tell, withParking } from './story.ts';

export interface ExploreOptions {
  readonly edits: number;
  readonly seed: number;
  /** The story to start with: one found before is told again without those before it. */
  readonly from?: number;
  /** Pages to edit in turn; none: new ones are made. */
  readonly pages: readonly TortureTarget[];
  /** Give up after so many broken laws. */
  readonly maxProblems: number;
  readonly onEdits?: (done: number) => void;
  readonly onProblem?: (problem: string) => void;
}

export interface ExploreReport {
  readonly edits: number;
  readonly stories: number;
  /** Each: how to tell it again, the page, the edits, and what came of it. */
  readonly problems: readonly string[];
}

const editsPerStory = 12;
const editsPerCheck = 2;
const longEvery = 10;

/** Edits page after page at random and has the laws judge each edit. */
export function exploreEdits(options: ExploreOptions): ExploreReport {
  const problems: string[] = [];
  let edits = 0;
  let stories = options.from ?? 0;
  const first = seeded(options.seed, 'pages').below(Math.max(1, options.pages.length));
  while (edits < options.edits && problems.length < options.maxProblems) {
    const random = seeded(options.seed, stories);
    const given = options.pages[(first + stories) % Math.max(1, options.pages.length)];
    const generate = stories % longEvery === longEvery - 1 ? generateLongPage : generatePage;
    const page = given ?? { name: `made ${stories}`, text: generate(random) };
    const told = makeStory(random, Math.min(editsPerStory, options.edits - edits));
    const story = withParking(told, seeded(options.seed, `parking ${stories}`));
    const [broken] = tell(page.text, story, editsPerCheck);
    if (broken !== undefined) {
      const least = shrink(page.text, story, broken);
      const [words = broken] = tell(least.text, least.story);
      const problem = `seed ${options.seed}, ${page.name}, ${words.law}\n    page  ${JSON.stringify(least.text)}\n    edits ${JSON.stringify(least.story)}\n    ${words.words}`;
      problems.push(problem);
      options.onProblem?.(problem);
    }
    stories += 1;
    edits += told.length;
    options.onEdits?.(edits);
  }
  return { edits, stories: stories - (options.from ?? 0), problems };
}
