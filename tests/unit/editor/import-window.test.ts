// @vitest-environment jsdom
import { createHeadlessEditor } from '@lexical/headless';
import { $getRoot, type LexicalEditor, TextNode } from 'lexical';
import { expect, test } from 'vitest';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { holdPage } from '../../../renderer/editor/bridge/held-page.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import {
  $importNear,
  $importRest,
  nearBlocks,
  nearTop,
} from '../../../renderer/editor/windowing/import-window.ts';
import {
  $isParked,
  $parkedWithin,
  $unparkWithin,
} from '../../../renderer/editor/windowing/park.ts';
import { windowUpdate } from '../../../renderer/editor/windowing/window-update.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openHeadless } from './headless-page.ts';

const sections = Array.from(
  { length: 170 },
  (_, index) =>
    `## Part ${String(index)}\n\n* one __two__\n* three\n\n${'A sentence. '.repeat(12)}\n`,
);
const prose = sections.join('\n');
const list = Array.from({ length: 1_100 }, (_, index) => `* item __${String(index)}__ of a list\n`);
const texts = [prose, list.join('')];

function openPart(
  text: string,
  near: 'top' | 'middle' | 'head',
  prepare: (editor: LexicalEditor) => void = () => undefined,
) {
  const editor = createHeadlessEditor({
    nodes: editorNodes,
    onError: (error) => {
      throw error;
    },
  });
  prepare(editor);
  const page = readPage(text);
  const middle = Math.floor(page.blocks.length / 2);
  editor.update(
    () => {
      if (near === 'middle') $importNear(page, nearBlocks(page, middle, middle));
      else $importNear(page, nearTop(page));
    },
    { discrete: true },
  );
  if (near === 'head') {
    editor.update(
      () => {
        $importNear(page, { from: 0, to: 1, isWhole: true });
        for (const node of $getRoot().getChildren().slice(1)) node.remove();
        $importRest(page, 1);
      },
      { discrete: true },
    );
  }
  const held = holdPage(editor, page);
  const write = () => writePage(held.page(), held.blocks());
  return { editor, page, write };
}

test('a long page comes in with parts of it parked, and is written as it was', () => {
  for (const text of texts) {
    for (const near of ['top', 'middle', 'head'] as const) {
      const { editor, write } = openPart(text, near);
      const parked = editor.read(() => $parkedWithin($getRoot()).length);
      expect(parked).toBeGreaterThan(text === texts[1] && near !== 'top' ? -1 : 3);
      expect(write()).toEqual({ text, problems: [] });
      if (near === 'middle') continue;
      windowUpdate(editor, () => $unparkWithin($getRoot()));
      expect(editor.read(() => $getRoot().getChildren().some($isParked))).toBe(false);
      expect(write()).toEqual({ text, problems: [] });
    }
  }
});

test('a page that is not long comes in whole', () => {
  const { editor } = openPart('one\n\ntwo\n', 'top');
  expect(editor.read(() => $getRoot().getTextContent())).toBe('one\n\ntwo');
});

test('what the editor makes of a block as it comes out of a parked one is no edit', () => {
  const { editor, write } = openPart(prose, 'top', (opened) => {
    // Like a transform that tidies what a page says.
    opened.registerNodeTransform(TextNode, (node) => {
      const text = node.getTextContent();
      if (text.includes('sentence')) node.setTextContent(text.replaceAll('sentence', 'line'));
    });
  });
  const state = editor.getEditorState();
  windowUpdate(editor, () => $unparkWithin($getRoot()));
  expect(editor.read(() => $getRoot().getTextContent())).toContain('A line.');
  expect(write().text).toBe(prose);
  editor.setEditorState(state);
  expect(write().text).toBe(prose);
});

test('what nobody touched is exported as the same objects, also after undo', () => {
  const { editor } = openHeadless('one\n\n- two\n  - three\n\nfour\n');
  const before = editor.read(() => $exportBlocks());
  const state = editor.getEditorState();
  const change = () => {
    const [, text] = $getRoot().getAllTextNodes();
    text?.setTextContent('changed');
  };
  editor.update(change, { discrete: true });
  const after = editor.read(() => $exportBlocks());
  expect(after.map(({ model }, index) => model === before[index]?.model)).toEqual([
    true,
    false,
    true,
  ]);
  expect(JSON.stringify(after[1])).toContain('changed');
  editor.setEditorState(state);
  expect(editor.read(() => $exportBlocks())).toEqual(before);
});
