// @vitest-environment jsdom
import fc from 'fast-check';
import { $getRoot, $isElementNode, $isTextNode } from 'lexical';
import { expect, test } from 'vitest';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { formAsRead, normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { specExamples } from '../markdown-model/spec-examples.ts';
import { openHeadless } from './headless-page.ts';

/** What the editor itself holds of the page's blocks. */
function heldIn(text: string): string[] {
  const { editor } = openHeadless(text);
  const blocks = editor.read(() => $exportBlocks());
  return blocks.filter(({ id }) => id !== null).map(({ model }) => normalFormOf(model).fingerprint);
}

test('a page that is opened and not edited is written as it was, for the specification', () => {
  const different = specExamples.filter(
    ({ markdown }) => openHeadless(markdown).write().text !== markdown,
  );
  expect(different).toEqual([]);
});

test('a page that is opened and not edited is written as it was, for random documents', () => {
  fc.assert(fc.property(anyDocument, (text) => openHeadless(text).write().text === text));
});

test('the editor holds what the page says: models survive the nodes', () => {
  fc.assert(
    fc.property(anyDocument, (text) => {
      expect(heldIn(text)).toEqual(
        readPage(text).blocks.map((block) => formAsRead(block.model).fingerprint),
      );
    }),
    { numRuns: 60 },
  );
});

test('text typed and deleted again leaves the original bytes', () => {
  const text = 'A __bold__ line\nthat \\* wraps\n\n* one\n';
  const { update, write } = openHeadless(text);
  const $lastText = () => {
    const block = $getRoot().getFirstChild();
    const last = $isElementNode(block) ? block.getLastDescendant() : null;
    if (!$isTextNode(last)) throw new Error('no text');
    return last;
  };
  update(() => $lastText().spliceText($lastText().getTextContentSize(), 0, ' more'));
  expect(write().text).toBe(text.replace('wraps', 'wraps more'));
  update(() => $lastText().setTextContent($lastText().getTextContent().replace(' more', '')));
  expect(write().text).toBe(text);
});

test('blocks that move keep their bytes', () => {
  const { update, write } = openHeadless('# A\n\none __two__\n\n* c\n');
  update(() => {
    const [first, second] = $getRoot().getChildren();
    if (first && second) second.insertAfter(first);
  });
  expect(write()).toEqual({ text: 'one __two__\n\n# A\n\n* c\n', problems: [] });
});

test('two lists of one type stay two', () => {
  const text = '- a\n\n* b\n';
  const { editor, write } = openHeadless(text);
  expect(write().text).toBe(text);
  expect(editor.read(() => $getRoot().getChildrenSize())).toBe(3);
});

test('tasks of numbered and mixed lists survive the nodes', () => {
  const text = '1. [ ] a\n2. [x] b\n\ntext\n\n- [ ] c\n- plain\n';
  expect(heldIn(text)).toEqual(
    readPage(text).blocks.map((block) => formAsRead(block.model).fingerprint),
  );
});
