// @vitest-environment jsdom
import { $getRoot, $getSelection, $isElementNode } from 'lexical';
import { expect, it } from 'vitest';
import { $keepSelectionInBlock } from '../../../renderer/editor/keys/register-triple-click.ts';
import { openHeadless } from './headless-page.ts';

it('typing over a whole paragraph leaves the next one alone', () => {
  const { update, write } = openHeadless('first\n\nsecond\n');
  update(() => {
    const [first, second] = $getRoot().getChildren();
    if (!$isElementNode(first) || !$isElementNode(second)) throw new Error('no paragraphs');
    const selection = first.selectStart();
    // What a browser selects by a triple click.
    selection.focus.set(second.getKey(), 0, 'element');
    $keepSelectionInBlock();
    $getSelection()?.insertText('new');
  });
  expect(write().text).toBe('new\n\nsecond\n');
});

it('a selection that ends inside the next paragraph stays as it is', () => {
  const { update, write } = openHeadless('first\n\nsecond\n');
  update(() => {
    const [first, second] = $getRoot().getChildren();
    if (!$isElementNode(first) || !$isElementNode(second)) throw new Error('no paragraphs');
    const selection = first.selectStart();
    selection.focus.set(second.getKey(), 1, 'element');
    $keepSelectionInBlock();
    $getSelection()?.insertText('new');
  });
  expect(write().text).toBe('new\n');
});
