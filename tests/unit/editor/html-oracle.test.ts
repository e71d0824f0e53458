// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { acts } from '../../torture/editor/acts.ts';
import { generatePage } from '../../torture/editor/pages.ts';
import { openStage } from '../../torture/editor/stage.ts';
import { makeStory } from '../../torture/editor/story.ts';
import { seeded } from '../../torture/random.ts';
import { plainOfModel, plainOfText } from '../markdown-model/html-oracle.ts';
import { specExamples } from '../markdown-model/spec-examples.ts';

// Where dialects part on purpose: footnotes, callouts, marked text, and what GFM adds to CommonMark's autolinks.
const isApart = (text: string): boolean =>
  /\[\^|\[!|:::|\$\$|(?<!~)~(?!~)|(?<!=)==(?!=)/.test(text);

function differing(text: string, frontmatter: number, blocks: Parameters<typeof plainOfModel>[0]) {
  const environment = {};
  const other = plainOfText(text.slice(frontmatter), environment);
  const ours = plainOfModel(blocks, environment);
  return JSON.stringify(other) === JSON.stringify(ours) ? null : { text, other, ours };
}

test('another renderer reads in every example of the specification what the model says', () => {
  const different = specExamples.flatMap(({ markdown }) => {
    if (isApart(markdown)) return [];
    const page = readPage(markdown);
    return (
      differing(
        markdown,
        page.bom.length + page.frontmatter.length,
        page.blocks.map(({ model }) => model),
      ) ?? []
    );
  });
  expect(different).toEqual([]);
});

test('another renderer reads in what was edited and written what the editor shows', () => {
  const different: unknown[] = [];
  let compared = 0;
  for (let story = 0; story < 40; story += 1) {
    const random = seeded('oracle', story);
    const stage = openStage(generatePage(random).replaceAll(/\[\^|\[!/g, '['));
    for (const { act, seed } of makeStory(random, 4)) acts[act]?.(stage, seeded(seed));
    const { text } = writePage(stage.page, stage.blocks());
    const page = readPage(text);
    const shown = stage.blocks().map(({ model }) => normalFormOf(model).model);
    stage.close();
    if (isApart(text)) continue;
    compared += 1;
    const found = differing(text, page.bom.length + page.frontmatter.length, shown);
    if (found !== null) different.push(found);
  }
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(15);
});
