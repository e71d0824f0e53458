// @vitest-environment jsdom
import fc from 'fast-check';
import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isTextNode,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { expect, test } from 'vitest';
import { $nodeOf, $selectTargets, targetAt } from '../../../renderer/editor/place/select-place.ts';
import { offsetOfSpot } from '../../../renderer/editor/place/written-place.ts';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut, parkedCount, parkItemsBut } from './parked.ts';

/** Every place in text: a node's key and an offset in it. */
function spotsOf(editor: LexicalEditor) {
  return editor.read(() =>
    $getRoot()
      .getAllTextNodes()
      .flatMap((node) =>
        Array.from({ length: node.getTextContentSize() - 1 }, (_, index) => ({
          key: node.getKey(),
          offset: index + 1,
          type: 'text' as const,
        })),
      ),
  );
}

function spotOfTarget(editor: LexicalEditor, target: NonNullable<ReturnType<typeof targetAt>>) {
  return editor.read(() => {
    let node: LexicalNode | null = $nodeOf(target);
    for (const index of target.path ?? []) {
      node = $isElementNode(node) ? node.getChildAtIndex(index) : null;
    }
    return $isTextNode(node) ? { key: node.getKey(), offset: target.offset } : null;
  });
}

function expectRoundTrip(text: string, step: number): number {
  const { editor, page } = openHeadless(text);
  const blocks = editor.read(() => $exportBlocks());
  const now = { page, blocks, frontmatter: page.frontmatter, text };
  const spots = spotsOf(editor);
  for (let index = 0; index < spots.length; index += step) {
    const spot = spots[index];
    if (spot === undefined) continue;
    const at = offsetOfSpot(editor, now, spot);
    const target = targetAt(page, at);
    expect(target, `${JSON.stringify(spot)} at ${at}`).not.toBeNull();
    if (target === null) continue;
    expect(spotOfTarget(editor, target), `at ${at} of ${JSON.stringify(text)}`).toMatchObject({
      key: spot.key,
      offset: spot.offset,
    });
  }
  return spots.length;
}

test('a place inside the words of each construct is found in the source and found again', () => {
  const tested = expectRoundTrip(
    `---
title: Plan
---
# Plan *a*

A *first* paragraph with a [linked *b*](beds.md "Beds") bit, \\*escaped\\* &amp; [[Garden plan]] in it,
wrapped onto \`code\` another line.

Setext
===

- one
- two **bold** words
  - [ ] deeper

3. three

| a | b |
| - | - |
| 1 | cells [[x]] more |

> said
> - by somebody

\`\`\`js
let a = 1;

let b = 2;
\`\`\`
`,
    3,
  );
  expect(tested).toBeGreaterThan(100);
});

test('in any page a place is found in its block, and a place in the text in the page', () => {
  fc.assert(
    fc.property(anyDocument, fc.nat(), fc.nat(), (text, which, offset) => {
      const { editor, page } = openHeadless(text);
      const blocks = editor.read(() => $exportBlocks());
      const spots = spotsOf(editor);
      const spot = spots[which % Math.max(1, spots.length)];
      if (spot !== undefined) {
        const now = { page, blocks, frontmatter: page.frontmatter, text };
        const at = offsetOfSpot(editor, now, spot);
        const target = targetAt(page, at);
        const $isSame = () =>
          target !== null &&
          $nodeOf(target)?.is($getNodeByKey(spot.key)?.getParents().at(-2)) === true;
        expect(editor.read($isSame), `${at}`).toBe(true);
      }
      const target = targetAt(page, offset % (text.length + 1));
      if (target === null) return;
      editor.update(() => expect($selectTargets(target, target)).toBe(true), { discrete: true });
      expect(editor.read(() => $getSelection()?.getNodes().length)).toBeGreaterThan(0);
    }),
    { numRuns: 30 },
  );
});

test('a place is told, and gone to, where much of the page and of its list is parked', () => {
  const items = Array.from({ length: 9 }, (_, index) => `- item ${index}\n  - below ${index}\n`);
  const text = `# Top\n\nfirst words\n\n${items.join('')}\nlast words\n`;
  const { editor, page, held } = openHeadless(text);
  parkItemsBut(editor, 8, 4);
  parkAllBut(editor, 2, 1);
  const now = { page, blocks: held.blocks(), frontmatter: page.frontmatter, text };
  const parked = parkedCount(editor);
  for (const spot of spotsOf(editor)) {
    const said = editor.read(() => $getNodeByKey(spot.key)?.getTextContent() ?? '');
    expect(offsetOfSpot(editor, now, spot)).toBe(text.indexOf(said) + spot.offset);
  }
  expect(parkedCount(editor)).toBe(parked);
  for (const words of ['below 7', 'item 1', 'last words', 'Top']) {
    const target = targetAt(page, text.indexOf(words) + 3);
    if (target === null) throw new Error(`no place for ${words}`);
    editor.update(() => $selectTargets(target, target), { discrete: true });
    editor.read(() => {
      const selection = $getSelection();
      expect(selection?.getNodes().map((node) => node.getTextContent())).toEqual([words]);
      expect(selection?.getStartEndPoints()?.[0].offset).toBe(3);
    });
  }
});
