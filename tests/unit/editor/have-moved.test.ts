// @vitest-environment jsdom
import { createHeadlessEditor } from '@lexical/headless';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import { haveMoved } from '../../../renderer/editor/have-moved.ts';

test('a letter more moves nothing; a block more, and a page that is put back, does', () => {
  const editor = createHeadlessEditor({
    onError(error) {
      throw error;
    },
  });
  const told: boolean[] = [];
  const change = (run: () => void) => editor.update(run, { discrete: true });
  change(() => {
    $getRoot().append($createParagraphNode().append($createTextNode('one')));
  });
  const before = editor.getEditorState();
  editor.registerUpdateListener((changed) => told.push(haveMoved(changed)));
  change(() => {
    $getRoot().getAllTextNodes()[0]?.setTextContent('ones');
  });
  change(() => {
    $getRoot().append($createParagraphNode());
  });
  editor.setEditorState(before);
  expect(told).toEqual([false, true, true]);
});
