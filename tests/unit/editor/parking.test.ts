// @vitest-environment jsdom
import { $isListItemNode, $isListNode, type ListNode } from '@lexical/list';
import fc from 'fast-check';
import { $getRoot, $parseSerializedNode, type LexicalNode } from 'lexical';
import { expect, test } from 'vitest';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import {
  $isParked,
  $park,
  $parkItems,
  $unpark,
  $unparkAt,
  $unparkBlock,
  $unparkWithin,
} from '../../../renderer/editor/windowing/park.ts';
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isBlank } from '../../../shared/markdown/model/normalise.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { specExamples } from '../markdown-model/spec-examples.ts';
import { openHeadless } from './headless-page.ts';

type Opened = ReturnType<typeof openHeadless>;

/** What is written of what the editor holds, with which block of the page it was. */
function said({ editor }: Opened): string[] {
  return editor
    .read(() => $exportBlocks())
    .filter(({ model }) => !isBlank(normalFormOf(model).model))
    .map(({ id, model }) => `${String(id)} ${normalFormOf(model).fingerprint}`);
}

function $lists(): ListNode[] {
  return $getRoot().getChildren().filter($isListNode);
}

/** All items of a list but the first. */
function $parkRest(list: ListNode): void {
  const items = list.getChildren().filter($isListItemNode);
  const from = items.findIndex((item, index) => index > 0 && !$isListNode(item.getFirstChild()));
  if (from > 0) $parkItems(items.slice(from));
}

test('what is parked says what it said, and so does what comes of it', () => {
  const check = (text: string, cut: number) => {
    const opened = openHeadless(text);
    const before = said(opened);
    opened.update(() => {
      const children = $getRoot().getChildren();
      const from = Math.min(cut, children.length - 1);
      $park(children.slice(from));
      if (from > 0) $park(children.slice(0, from));
    });
    expect(said(opened)).toEqual(before);
    expect(opened.write()).toEqual({ text, problems: [] });
    opened.update(() => $unparkWithin($getRoot()));
    expect(opened.editor.read(() => $getRoot().getChildren().some($isParked))).toBe(false);
    expect(said(opened)).toEqual(before);
    expect(opened.write()).toEqual({ text, problems: [] });
  };
  specExamples.filter((_, index) => index % 5 === 0).forEach(({ markdown }) => check(markdown, 1));
  fc.assert(fc.property(anyDocument, fc.nat(4), check), { numRuns: 60 });
});

test('items that are parked say what they said, and so do those that come of them', () => {
  const check = (text: string) => {
    const opened = openHeadless(text);
    const before = said(opened);
    opened.update(() => $lists().forEach($parkRest));
    expect(said(opened)).toEqual(before);
    // A list with parked items may be parked as a block later.
    opened.update(() => $park($getRoot().getChildren()));
    expect(said(opened)).toEqual(before);
    opened.update(() => $unparkWithin($getRoot()));
    expect(said(opened)).toEqual(before);
    expect(opened.write()).toEqual({ text, problems: [] });
  };
  check('- a\n  - b\n- [x] c\n\n  more\n  - d\n- e\n');
  check('3. a\n   - b\n4. [ ] c\n5. e\n\n* x\n\n- y\n  - z\n- q\n');
  fc.assert(fc.property(anyDocument, check), { numRuns: 60 });
});

test('a parked block is found by its id, and by its place', () => {
  const opened = openHeadless('one\n\n- a\n\n* b\n\nfour\n');
  const [, , , four] = opened.page.blocks;
  opened.update(() => void $park($getRoot().getChildren()));
  opened.update(() => {
    expect($unparkBlock('no such block')).toBe(null);
    expect($unparkBlock(four?.id ?? '')?.getTextContent()).toBe('four');
    expect($unparkBlock(four?.id ?? '')?.getTextContent()).toBe('four');
  });
  opened.update(() => {
    // With the empty paragraph that parts the lists.
    const parked = $park($getRoot().getChildren());
    expect($unparkAt(parked, 3)?.getTextContent()).toBe('b');
  });
});

test('a parked node goes through the JSON of this window, and comes to nothing from another', () => {
  const text = 'one\n\n- a\n- b\n- c\n';
  const opened = openHeadless(text);
  const again = (copied: (json: unknown) => unknown) => {
    opened.update(() => {
      const children = $getRoot().getChildren();
      const nodes = children.map((node): LexicalNode => {
        const json = $isListNode(node)
          ? { ...node.exportJSON(), children: node.getChildren().map((item) => item.exportJSON()) }
          : node.exportJSON();
        return $parseSerializedNode(copied(json) as typeof json);
      });
      $getRoot().splice(0, children.length, nodes);
    });
  };
  opened.update(() => {
    $lists().forEach($parkRest);
    $park($getRoot().getChildren().slice(0, 1));
  });
  const before = said(opened);
  again((json) => json);
  // The list's first item has no text without its children.
  expect(said(opened).slice(0, 1)).toEqual(before.slice(0, 1));
  expect(said(opened).join()).toContain('"text":"c"');
  again((json) => JSON.parse(JSON.stringify(json)));
  expect(said(opened).join()).not.toMatch(/"text":"(?:one|c)"/);
  opened.update(() => {
    for (const node of $getRoot().getChildren()) if ($isParked(node)) $unpark(node);
  });
});
