// @vitest-environment jsdom
import { $getRoot, $isTextNode, type LexicalNode } from 'lexical';
import { expect, it } from 'vitest';
import { editorCommand } from '../../../renderer/editor/commands/editor-commands.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openStage } from '../../torture/editor/stage.ts';

function $textOf(words: string): LexicalNode | undefined {
  return $getRoot()
    .getAllTextNodes()
    .find((node) => node.getTextContent().includes(words));
}

/** Runs commands with a selection from the start of some words to the end of others. */
function ran(text: string, ids: readonly string[], from: string, to = from): string {
  const stage = openStage(text);
  stage.change(() => {
    const first = $textOf(from);
    const last = $textOf(to);
    if (!$isTextNode(first) || !$isTextNode(last)) throw new Error('No such words.');
    const selection = first.select(0, 0);
    selection.focus.set(last.getKey(), last.getTextContentSize(), 'text');
  });
  for (const id of ids) stage.change(() => editorCommand(id).run(stage.editor));
  const written = writePage(stage.page, stage.blocks());
  expect(written.problems).toEqual([]);
  stage.close();
  return written.text;
}

const steps = '*  one\n*  two\n   - deep\n*  three __b__\n';

it.each([
  ['an item', 'one', 'one', steps.replace('one', '> one')],
  ['an item with items below it', 'two', 'two', '*  one\n*  > two\n\n   - deep\n*  three __b__\n'],
  ['a nested item', 'deep', 'deep', steps.replace('deep', '> deep')],
  ['some items', 'two', 'deep', '*  one\n\n> *  two\n>    - deep\n\n*  three __b__\n'],
  ['all items', 'one', 'b', '> *  one\n> *  two\n>    - deep\n> *  three __b__\n'],
])('a quote of %s goes around that and nothing else, and away again', (_, from, to, quoted) => {
  expect(ran(steps, ['quote'], from, to)).toBe(quoted);
  expect(ran(steps, ['quote', 'quote'], from, to)).toBe(steps);
  expect(ran(quoted, ['quote'], from, to).replaceAll('\n\n', '\n')).toBe(steps);
});

it('a quote of some numbered items keeps their numbers', () => {
  const start = '3. a\n4. b\n5. c\n';
  expect(ran(start, ['quote'], 'b')).toBe('3. a\n4. > b\n5. c\n');
  expect(ran(start, ['quote'], 'b', 'c')).toBe('3. a\n\n> 4. b\n> 5. c\n');
  expect(ran(start, ['callout'], 'a', 'b')).toBe('> [!note]\n>\n> 3. a\n> 4. b\n\n5. c\n');
});

it('a quote in a task stands below its text, whose box needs it', () => {
  const start = '- [ ] a\n- [x] b\n';
  expect(ran(start, ['quote'], 'a')).toBe('- [ ] a\n\n  >\n- [x] b\n');
});

it('a block that an item holds below its text is quoted there', () => {
  expect(ran('- a\n\n  below\n- b\n', ['quote'], 'below')).toBe('- a\n\n  > below\n- b\n');
  expect(ran('- a\n\n  > below\n- b\n', ['quote'], 'below')).toBe('- a\n\n  below\n- b\n');
});

it('a callout of blocks keeps how they were written', () => {
  const start = 'A *b* __c__\n\n*  one\n*  two\n';
  const callout = '> [!note]\n> A *b* __c__\n>\n> *  one\n> *  two\n';
  expect(ran(start, ['callout'], 'A', 'two')).toBe(callout);
});

it.each([
  ['a paragraph', 'one *b*\n  two\nc\n', '> one *b*\n> two\n> c\n'],
  ['the text of an item', '- one\n  two\n- b\n', '- > one\n  > two\n- b\n'],
  ['one whose lines went on at the margin', '- one\ntwo\n- b\n', '- > one\n  > two\n- b\n'],
  ['lines that end with a line break', 'one\\\r\ntwo  \r\nb\r\n', '> one\\\r\n> two  \r\n> b\r\n'],
])('each line of %s is marked as quoted', (_, start, quoted) => {
  expect(ran(start, ['quote'], 'one')).toBe(quoted);
});

it('each line of paragraphs in a callout is marked, and lines that were not marked before stay so', () => {
  expect(ran('one\ntwo\n\nthree\nb\n\nc\n', ['callout'], 'one', 'three')).toBe(
    '> [!note]\n> one\n> two\n>\n> three\n> b\n\nc\n',
  );
  expect(ran('> one\nlazy\n\n> b\nlazy\n', ['callout'], 'one')).toBe(
    '> > [!note]\n> > one\n> > lazy\n\n> b\nlazy\n',
  );
  expect(ran('> one\nlazy\n>\n> b\n', ['callout'], 'b')).toBe(
    '> one\nlazy\n>\n> > [!note]\n> > b\n',
  );
});

it.each([
  ['an item', '- a\n- b *c*\n- d\n', 'b', '- a\n- > [!note]\n  > b *c*\n- d\n'],
  ['an item that goes on', '1. a\n2. b\nc\n', 'b', '1. a\n2. > [!note]\n   > b\n   > c\n'],
  ['one with items below it', '- b\n  - d\n', 'b', '- > [!note]\n  > b\n\n  - d\n'],
  ['a nested item', '- a\n  - b\n  - d\n', 'b', '- a\n  - > [!note]\n    > b\n  - d\n'],
  ['an item in a quote', '> - a\n> - b\n', 'b', '> - a\n> - > [!note]\n>   > b\n'],
  ['a task stands below its text', '- [ ] a\n- [ ] b\n', 'a', '- [ ] a\n\n  > [!note]\n- [ ] b\n'],
  ['what its title stands for', '> [!tip] T\n> a\n', 'T', '> [!note]\n>\n> > [!tip] T\n> > a\n'],
])('a callout of %s', (_, start, words, made) => {
  expect(ran(start, ['callout'], words)).toBe(made);
});

it('some nested items are quoted within the item above them', () => {
  const start = '- a\n  - b\n  - c\n  - d\n  - e\n- f\n';
  const some = '- a\n\n  - b\n\n  > - c\n  > - d\n\n  - e\n- f\n';
  expect(ran(start, ['quote'], 'c', 'd')).toBe(some);
  expect(ran(start, ['callout'], 'b', 'e')).toBe(
    '- a\n\n  > [!note]\n  >\n  > - b\n  > - c\n  > - d\n  > - e\n- f\n',
  );
});

it.each([
  ['an item', '- a\n- b **c**\n- d\n', 'b', 'c', '- a\n- ```\n  b c\n  ```\n- d\n'],
  ['items', '- a\n  - b\n- c\n', 'a', 'b', '- ```\n  a\n  ```\n\n  - ```\n    b\n    ```\n- c\n'],
  ['a task stands below its text', '- [ ] a\n', 'a', 'a', '- [ ] a\n\n  ```\n  ```\n'],
])('code of %s', (_, start, from, to, made) => {
  expect(ran(start, ['code'], from, to)).toBe(made);
});

it.each([
  ['an item', '1. a\n2. b\n3. c\n', 'b', '1. a\n\n%b\n\n3. c\n'],
  ['an item with others below', '- b\n  - c\n  - d\n', 'b', '%b\n\n- c\n- d\n'],
  ['a nested item', '- a\n  - b\n  - c\n- d\n', 'b', '- a\n\n  %b\n\n  - c\n- d\n'],
  ['an item in a quote', '> - a\n> - b\n', 'b', '> - a\n>\n> %b\n'],
])('text and a heading of %s leave the other items as they are', (_, start, words, made) => {
  expect(ran(start, ['paragraph'], words)).toBe(made.replace('%', ''));
  expect(ran(start, ['h2'], words)).toBe(made.replace('%', '## '));
});

it('a list is taken away from the selected items', () => {
  const start = '- a\n- b\n- c\n- d\n';
  expect(ran(start, ['bullet'], 'b', 'c')).toBe('- a\n\nb\n\nc\n\n- d\n');
  expect(ran(start, ['bullet'], 'a', 'd')).toBe('a\n\nb\n\nc\n\nd\n');
  expect(ran('- [ ] a\n- [x] b\n', ['check'], 'a')).toBe('a\n\n- [x] b\n');
});

it.each([
  [
    'bullet',
    'one *b*\n  two __c__\n&amp; d\n\nnext\n',
    '- one *b*\n  two __c__\n  &amp; d\n\nnext\n',
  ],
  ['number', 'one\r\ntwo\r\n\r\nnext', '1. one\r\n   two\r\n\r\nnext'],
  ['check', 'one\ntwo\n\n* x\n', '* [ ] one\n  two\n* x\n'],
  ['paragraph', '*  one\n   two\n*  x\n   y\n', 'one\n   two\n\n*  x\n   y\n'],
  ['h2', 'one &amp; *b*\n\n\nnext\n', '## one &amp; *b*\n\n\nnext\n'],
  ['h2', 'one\n===\n\nnext\n', 'one\n---\n\nnext\n'],
])('what becomes a %s keeps its lines and signs', (id, start, made) => {
  expect(ran(start, [id], 'one')).toBe(made);
});

it('paragraphs that become items keep their lines', () => {
  expect(ran('one\ntwo\n\nthree\nfour\n', ['bullet'], 'one', 'three')).toBe(
    '- one\n  two\n- three\n  four\n',
  );
});
