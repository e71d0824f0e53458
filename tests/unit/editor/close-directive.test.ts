// @vitest-environment jsdom
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  KEY_ENTER_COMMAND,
} from 'lexical';
import { expect, it } from 'vitest';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openStage, type Stage } from '../../torture/editor/stage.ts';

function written(stage: Stage): string {
  const { problems, text } = writePage(stage.page, stage.blocks());
  expect(problems).toEqual([]);
  return text;
}

/** The page once paragraphs were typed at its end, each with Enter behind it, and all taken back. */
function typed(text: string, ...paragraphs: readonly (readonly string[])[]): string {
  const stage = openStage(text);
  for (const lines of paragraphs) {
    stage.change(() => {
      const words = lines.flatMap((line, index) => [
        ...(index === 0 ? [] : [$createLineBreakNode()]),
        $createTextNode(line),
      ]);
      const paragraph = $createParagraphNode().append(...words);
      $getRoot().append(paragraph);
      paragraph.selectEnd();
    });
    stage.change(() => {
      const enter = new KeyboardEvent('keydown', { key: 'Enter' });
      stage.editor.dispatchCommand(KEY_ENTER_COMMAND, enter);
    });
  }
  const after = written(stage);
  while (stage.undo());
  expect(written(stage)).toBe(text);
  stage.close();
  return after;
}

it.each<[string, string, string]>([
  ['a name alone', ':::note\n\nwords __b__\n', ':::note\n\nwords __b__\n:::\n'],
  ['words right below', ':::note\nwords\n  wrap\n', ':::note\nwords\n  wrap\n:::\n'],
  [
    'a title, a list and more',
    'A\n\n:::tip T\nx\n\n* l\n* m\n',
    'A\n\n:::tip T\nx\n\n* l\n* m\n:::\n',
  ],
  ['a link by definition', '[x]: /u\n\n:::note\n[x]\n', '[x]: /u\n\n:::note\n[x]\n:::\n'],
  ['Windows lines', 'A\r\n\r\n:::note\r\nx\r\n', 'A\r\n\r\n:::note\r\nx\r\n:::\r\n'],
  ['one that is closed', ':::a\nx\n:::\n\n:::b\ny\n', ':::a\nx\n:::\n\n:::b\ny\n:::\n'],
])(
  'a typed line of colons closes a directive above it, %s, and adds nothing else',
  (_, text, after) => {
    expect(typed(text, [':::'])).toBe(after);
  },
);

it('the nearest one is closed first, then the one around it', () => {
  const text = ':::a\n\nx\n\n:::b\n\ny\n';
  expect(typed(text, [':::'])).toBe(`${text}:::\n`);
  expect(typed(text, [':::'], [':::'])).toBe(`${text}:::\n:::\n`);
});

it('lines of one paragraph make one too', () => {
  expect(typed('A\n', [':::note', 'words', ':::'])).toBe('A\n\n:::note\nwords\n:::\n');
  expect(typed(':::note\n\nx\n', ['last', ':::'])).toBe(':::note\n\nx\n\nlast\n:::\n');
});

it('colons that close nothing stay text', () => {
  expect(typed('words\n', [':::'])).toBe('words\n\n\\:::\n');
  expect(typed('::::note\n\nwords\n', [':::'])).toBe('::::note\n\nwords\n\n\\:::\n');
});
