// @vitest-environment jsdom
import { $getRoot, KEY_DOWN_COMMAND } from 'lexical';
import { expect, it } from 'vitest';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openStage } from '../../torture/editor/stage.ts';

/** The page once Alt and an arrow were pressed in some words, and taken back in one step. */
function pressed(text: string, words: string, key: 'ArrowUp' | 'ArrowDown'): string {
  const stage = openStage(text);
  const write = () => {
    const { problems, text: written } = writePage(stage.page, stage.blocks());
    expect(problems).toEqual([]);
    return written;
  };
  stage.change(() => {
    const texts = $getRoot().getAllTextNodes();
    texts.find((node) => node.getTextContent().startsWith(words))?.select(1, 1);
  });
  stage.change(() => {
    const event = new KeyboardEvent('keydown', { key, altKey: true });
    stage.editor.dispatchCommand(KEY_DOWN_COMMAND, event);
  });
  const after = write();
  if (after !== text) expect(stage.undo()).toBe(true);
  expect(write()).toBe(text);
  stage.close();
  return after;
}

const callout = 'A\n\n> [!tip] T\n> one __b__\n> wraps\n>\n> two\n> more\n\nB\n';
const quote = callout.replace('> [!tip] T\n', '');
const directive = 'A\n\n:::note\none __b__\nwraps\n\ntwo\nmore\n:::\n\nB\n';
const nested = '> [!tip]\n> > one\n> > wraps\n> >\n> > two\n> > more\n';
const inItem = '- x\n\n  > one\n  > wraps\n  >\n  > two\n- y\n';
const list = '- a\n- b\n  * c __x__\n    wraps\n    + deep\n  * last\n- e\n';

it.each<[string, string, string, string]>([
  [callout, 'one', 'A\n\none __b__\nwraps\n\n> [!tip] T\n> two\n> more\n\nB\n', 'callout'],
  [quote, 'one', 'A\n\none __b__\nwraps\n\n> two\n> more\n\nB\n', 'quote'],
  [directive, 'one', 'A\n\none __b__\nwraps\n\n:::note\ntwo\nmore\n:::\n\nB\n', 'directive'],
  [nested, 'one', '> [!tip]\n> one\n> wraps\n>\n> > two\n> > more\n', 'quote in a callout'],
  [inItem, 'one', '- x\n\n  one\n  wraps\n\n  > two\n- y\n', 'quote in an item'],
  ['> one\n\nB\n', 'one', 'one\n\nB\n', 'quote that holds no more'],
  ['> [!tip]\n> only\n', 'only', 'only\n\n> [!tip]\n', 'callout that holds no more'],
  ['> ```js\n> x\n> ```\n>\n> two\n', 'x', '```js\nx\n```\n\n> two\n', 'quote with code'],
  [list, 'c', '- a\n- c __x__\n    wraps\n  + deep\n- b\n  * last\n- e\n', 'nested list'],
])('Alt+Up moves the first of %j (%s) out of it', (text, words, after) => {
  expect(pressed(text, words, 'ArrowUp')).toBe(after);
});

it.each<[string, string, string, string]>([
  [callout, 'two', 'A\n\n> [!tip] T\n> one __b__\n> wraps\n\ntwo\nmore\n\nB\n', 'callout'],
  [quote, 'two', 'A\n\n> one __b__\n> wraps\n\ntwo\nmore\n\nB\n', 'quote'],
  [directive, 'two', 'A\n\n:::note\none __b__\nwraps\n:::\n\ntwo\nmore\n\nB\n', 'directive'],
  [nested, 'two', '> [!tip]\n> > one\n> > wraps\n>\n> two\n> more\n', 'quote in a callout'],
  [':::note\none\n:::\n', 'one', ':::note\n:::\n\none\n', 'directive that holds no more'],
  [list, 'last', list.replace('  * last', '- last'), 'nested list'],
  [list, 'deep', list.replace('    + deep', '  * deep'), 'list nested deeper'],
])('Alt+Down moves the last of %j (%s) out of it', (text, words, after) => {
  expect(pressed(text, words, 'ArrowDown')).toBe(after);
});

it('within a quote blocks that change places keep their lines', () => {
  const after = 'A\n\n> two\n> more\n>\n> one __b__\n> wraps\n\nB\n';
  expect(pressed(quote, 'one', 'ArrowDown')).toBe(after);
  expect(pressed(quote, 'two', 'ArrowUp')).toBe(after);
});

it('the title of a callout moves all of it, and nothing goes above it', () => {
  const whole = '> [!tip] T\n> one __b__\n> wraps\n>\n> two\n> more\n';
  expect(pressed(callout, 'T', 'ArrowUp')).toBe(`${whole}\nA\n\nB\n`);
  expect(pressed(callout, 'T', 'ArrowDown')).toBe(`A\n\nB\n\n${whole}`);
});

it('the first and the last item of a list of the page stay there', () => {
  expect(pressed('A\n\n- a\n- b\n\nB\n', 'a', 'ArrowUp')).toBe('A\n\n- a\n- b\n\nB\n');
  expect(pressed('A\n\n- a\n- b\n\nB\n', 'b', 'ArrowDown')).toBe('A\n\n- a\n- b\n\nB\n');
});
