// @vitest-environment jsdom
import { $getRoot, KEY_BACKSPACE_COMMAND, KEY_ENTER_COMMAND } from 'lexical';
import { expect, test } from 'vitest';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openStage } from '../../torture/editor/stage.ts';

const key = (name: string) => new KeyboardEvent('keydown', { key: name });

/** Puts the caret before a word and presses Backspace there. @returns the page, before and after undo */
function backspaceAt(
  text: string,
  word: string,
): { readonly now: string; readonly undone: string } {
  const stage = openStage(text);
  const written = () => {
    const { text: now, problems } = writePage(stage.page, stage.blocks());
    expect(problems).toEqual([]);
    return now;
  };
  stage.change(() => {
    const node = $getRoot()
      .getAllTextNodes()
      .find((each) => each.getTextContent().includes(word));
    const at = node?.getTextContent().indexOf(word) ?? 0;
    node?.select(at, at);
    stage.editor.dispatchCommand(KEY_BACKSPACE_COMMAND, key('Backspace'));
  });
  const now = written();
  while (stage.undo());
  const undone = written();
  stage.close();
  return { now, undone };
}

test.each([
  ['an item', '- one\n- two\n- three\n', 'two', '- onetwo\n- three\n'],
  ['an item with bold words', '* one **a**\n* **b** two\n', 'b', '* one **ab** two\n'],
  ['a numbered item', '1. one\n2. two\n3. three\n', 'two', '1. onetwo\n2. three\n'],
  ['a task', '- [x] one\n- [ ] two\n', 'two', '- [x] onetwo\n'],
  ['an item below an empty one', '- one\n-\n- [x] two\n', 'two', '- one\n- [x] two\n'],
  [
    'an item below a nested one',
    '- one\n  - in\n- two\n- end\n',
    'two',
    '- one\n  - intwo\n- end\n',
  ],
  ['an item with a nested one', '- one\n- two\n  - in\n', 'two', '- onetwo\n  - in\n'],
  [
    'an item between nested ones',
    '- one\n  - a\n- two\n  - b\n- end\n',
    'two',
    '- one\n  - atwo\n  - b\n- end\n',
  ],
  ['an item with a paragraph', '- one\n- two\n\n  more\n', 'two', '- onetwo\n\n  more\n'],
  ['an item below a paragraph', '- one\n\n  more\n- two\n', 'two', '- one\n\n  moretwo\n'],
  [
    'an item below code',
    '- one\n  ```\n  x\n  ```\n- two\n',
    'two',
    '- one\n  ```\n  x\n  ```\n\n  two\n',
  ],
  ['a nested item', '- one\n  - in\n  - two\n- end\n', 'two', '- one\n  - intwo\n- end\n'],
  ['the first nested item, which moves out', '- one\n  - two\n', 'two', '- one\n- two\n'],
  ['the first item, which leaves the list', '- one\n- two\n', 'one', 'one\n\n- two\n'],
])('Backspace joins %s with what stands above it', (_, text, word, expected) => {
  expect(backspaceAt(text, word)).toEqual({ now: expected, undone: text });
});

test('Backspace after Enter leads back, wherever in an item Enter was pressed', () => {
  const flat = '- one\n- two words\n- three\n';
  const nested = '- one\n  - in\n  - two words\n    - deep\n- three\n';
  const places = [flat, nested].flatMap((text) => [0, 4, 9].map((offset) => ({ text, offset })));
  for (const { text, offset } of places) {
    const stage = openStage(text);
    const press = (command: typeof KEY_ENTER_COMMAND, name: string) =>
      stage.change(() => void stage.editor.dispatchCommand(command, key(name)));
    stage.change(() => {
      $getRoot()
        .getAllTextNodes()
        .find((each) => each.getTextContent() === 'two words')
        ?.select(offset, offset);
    });
    press(KEY_ENTER_COMMAND, 'Enter');
    expect(writePage(stage.page, stage.blocks()).text).not.toBe(text);
    stage.change(() => {
      stage.editor.dispatchCommand(KEY_BACKSPACE_COMMAND, key('Backspace'));
    });
    expect(writePage(stage.page, stage.blocks()).text).toBe(text);
    stage.close();
  }
});
