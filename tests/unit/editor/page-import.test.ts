// @vitest-environment jsdom
import { createHeadlessEditor } from '@lexical/headless';
import fc from 'fast-check';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { $importPage } from '../../../renderer/editor/bridge/import-page.ts';
import { createPageImport, sliceEnd } from '../../../renderer/editor/bridge/page-import.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { openHeadless } from './headless-page.ts';

/** A page of which the editor holds only the first block so far. */
function openInSlices(text: string) {
  const editor = createHeadlessEditor({
    nodes: editorNodes,
    onError: (error) => {
      throw error;
    },
  });
  const page = readPage(text);
  const first = sliceEnd(page, 0, 1);
  editor.update(() => $importPage(page, first), { discrete: true });
  const pageImport = createPageImport(editor, page, first, 1);
  const write = () => writePage(pageImport.page(), pageImport.blocks());
  return { editor, pageImport, write };
}

test('a page that comes in slices ends as one that came in whole', () => {
  fc.assert(
    fc.property(anyDocument, (text) => {
      const { editor, pageImport } = openInSlices(text);
      while (!pageImport.isDone()) pageImport.step();
      const whole = openHeadless(text).editor.read(() => $exportBlocks());
      const held = editor.read(() => $exportBlocks());
      expect(held.map(({ model }) => model)).toEqual(whole.map(({ model }) => model));
    }),
  );
});

test('at every moment of its import a page is written as it was', () => {
  fc.assert(
    fc.property(anyDocument, (text) => {
      const { pageImport, write } = openInSlices(text);
      expect(write()).toEqual({ text, problems: [] });
      while (!pageImport.isDone()) {
        pageImport.step();
        expect(write()).toEqual({ text, problems: [] });
      }
    }),
    { numRuns: 40 },
  );
});

test('an edit before the end came in keeps the end', () => {
  const { editor, pageImport, write } = openInSlices('one\n\n* two\n\nthree __four__\n');
  const $addText = () => {
    $getRoot()
      .getFirstChild()
      ?.insertAfter($createParagraphNode().append($createTextNode('new')));
  };
  editor.update($addText, { discrete: true });
  const expected = 'one\n\nnew\n\n* two\n\nthree __four__\n';
  expect(write()).toEqual({ text: expected, problems: [] });
  pageImport.finish();
  expect(pageImport.isDone()).toBe(true);
  expect(write()).toEqual({ text: expected, problems: [] });
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
