import { $getLexicalContent } from '@lexical/clipboard';
import {
  $getSelection,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  DELETE_CHARACTER_COMMAND,
  FORMAT_TEXT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_SPACE_COMMAND,
  type LexicalEditor,
  PASTE_COMMAND,
} from 'lexical';
import { $linkTo, $unlink } from '../../../renderer/editor/keys/links.ts';
import type { Random } from '../random.ts';
import type { Act } from './acts.ts';
import { $caretAnywhere, $lines, $selectAcrossLines, $selectWithinLine, oneOf } from './places.ts';
import { pieceOfPage } from './pages.ts';

// Words, and signs that mean something somewhere in markdown.
const typed = [
  ...['word', 'two words', 'Ünïcode', '漢字', 'x_y', 'a', ' ', ' ', '.', '12', 'end.'],
  ...['*', '_', '**', '`', '~~', '[', ']', '[[', '|', '<', '>', '#', '-', '+', '1.', '\\', '&amp;'],
  ...[
    '!',
    '(',
    ')',
    '^',
    '$',
    ':::',
    '---',
    '===',
    '<b>',
    'www.a.org',
    'https://a.org/b_c',
    'a@b.org',
  ],
  ...['\t', '\u00a0', '=', '~', '{', '"', '[x] ', '- ', '# ', '> ', ' & ', '<!--', '%%', '🙂'],
  ...[':', ':tada:', 'tada:'],
];
const starts = [
  '#',
  '##',
  '-',
  '*',
  '1.',
  '>',
  '[ ]',
  '[x]',
  '```',
  '---',
  '[!note]',
  '######',
  ':::tip',
];
const formats = ['bold', 'italic', 'strikethrough', 'code', 'underline', 'highlight'] as const;
const addresses = [
  'https://b.org/x_(y)',
  'Page.md',
  'a b',
  'mailto:a@b.org',
  '#top',
  'https://a.org',
];

const key = (name: string) => new KeyboardEvent('keydown', { key: name, cancelable: true });

function type(editor: LexicalEditor, text: string): void {
  editor.dispatchCommand(CONTROLLED_TEXT_INSERTION_COMMAND, text);
}

/** Typing, cutting and pasting: what is done with a caret or a selection in the text. */
export const writing: Readonly<Record<string, Act>> = {
  type: ({ editor, change }, random) => {
    const words = Array.from({ length: 1 + random.below(3) }, () => random.pick(typed));
    change(() => {
      if ($caretAnywhere(random)) type(editor, words.join(random.pick(['', '', ' '])));
    });
  },
  // One sign after the other, as keys do: markdown signs become what they mean.
  typeSlowly: ({ editor, change }, random) => {
    const text = random.pick([
      '**bold** ',
      '*it* ',
      '`c` ',
      '~~no~~ ',
      '[[Page]] ',
      '[a](b) ',
      'ab',
    ]);
    change(() => $caretAnywhere(random));
    for (const sign of text) change(() => type(editor, sign));
  },
  typeSignAtStart: ({ editor, change }, random) => {
    const sign = random.pick(starts);
    change(() => {
      oneOf($lines(), random)?.selectStart();
      type(editor, sign);
    });
    change(() => {
      const command = random.below(3) === 0 ? KEY_ENTER_COMMAND : KEY_SPACE_COMMAND;
      const name = command === KEY_ENTER_COMMAND ? 'Enter' : ' ';
      if (!editor.dispatchCommand(command, key(name))) type(editor, ' ');
    });
  },
  replace: ({ editor, change }, random) => {
    change(() => {
      if ($selectWithinLine(random)) type(editor, random.pick(typed));
    });
  },
  format: ({ editor, change }, random) => {
    change(() => {
      const isSelected =
        random.below(4) === 0 ? $selectAcrossLines(random) : $selectWithinLine(random);
      if (isSelected) editor.dispatchCommand(FORMAT_TEXT_COMMAND, random.pick(formats));
    });
  },
  split: ({ editor, change }, random) => {
    change(() => {
      if (!$caretAnywhere(random)) return;
      if (random.below(2) === 0) editor.dispatchCommand(KEY_ENTER_COMMAND, key('Enter'));
      else editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
    });
  },
  enterAndType: ({ editor, change }, random) => {
    change(() => {
      oneOf($lines(), random)?.selectEnd();
      editor.dispatchCommand(KEY_ENTER_COMMAND, key('Enter'));
    });
    change(() => {
      type(editor, random.pick(typed));
    });
  },
  lineBreak: ({ editor, change }, random) => {
    change(() => {
      if ($caretAnywhere(random)) editor.dispatchCommand(INSERT_LINE_BREAK_COMMAND, false);
    });
  },
  merge: ({ editor, change }, random) => {
    change(() => {
      oneOf($lines(), random)?.selectStart();
      editor.dispatchCommand(KEY_BACKSPACE_COMMAND, key('Backspace'));
    });
  },
  deleteForward: ({ editor, change }, random) => {
    change(() => {
      oneOf($lines(), random)?.selectEnd();
      editor.dispatchCommand(DELETE_CHARACTER_COMMAND, false);
    });
  },
  deleteSome: ({ editor, change }, random) => {
    change(() => {
      const isSelected =
        random.below(3) === 0 ? $selectAcrossLines(random) : $selectWithinLine(random);
      if (isSelected) editor.dispatchCommand(DELETE_CHARACTER_COMMAND, true);
    });
  },
  link: ({ change }, random) => {
    const address = random.below(3) === 0 ? null : random.pick(addresses);
    change(() => {
      if (!$selectWithinLine(random)) return;
      if (address === null) $unlink();
      else $linkTo(address);
    });
  },
  pasteMarkdown: ({ editor, change }, random) => {
    paste(editor, change, random, { 'text/plain': pieceOfPage(random) });
  },
  pasteWords: ({ editor, change }, random) => {
    paste(editor, change, random, { 'text/plain': random.pick(typed) });
  },
  pasteHtml: ({ editor, change }, random) => {
    paste(editor, change, random, { 'text/html': random.pick(rich) });
  },
  pasteCells: ({ editor, change }, random) => {
    paste(editor, change, random, {
      'text/plain': random.pick(['a\tb\nc\td|\n', 'x\ty', '\tz\nw\t\n']),
    });
  },
  copy: ({ editor, change }, random) => {
    const copied: { content: string | null } = { content: null };
    change(() => {
      const isSelected =
        random.below(2) === 0 ? $selectAcrossLines(random) : $selectWithinLine(random);
      if (isSelected) copied.content = $getLexicalContent(editor);
    });
    const { content } = copied;
    if (content !== null)
      paste(editor, change, random, { 'application/x-lexical-editor': content });
  },
};

const rich = [
  '<h2>Head</h2><p>One <b>bold</b> <a href="https://a.org/x">link</a></p><ul><li>a<ul><li>b</li></ul></li></ul>',
  '<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td><i>x</i><br>y</td></tr></table>',
  '<p>One</p><p>Two</p>',
  '<b>only words</b>',
  '<blockquote><p>said</p></blockquote><pre><code class="language-js">let a;\n</code></pre><hr>',
  '<ol start="4"><li>four</li><li><p>five</p><p>more</p></li></ol>',
];

class Copied {
  readonly types: readonly string[];
  readonly files: readonly File[] = [];
  readonly #texts: Readonly<Record<string, string>>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.#texts = texts;
    this.types = Object.keys(texts);
  }

  getData(type: string): string {
    return this.#texts[type] ?? '';
  }
}

// The browser's own can't be made outside of one.
class PasteEvent extends Event {
  readonly clipboardData: Copied;

  constructor(copied: Copied) {
    super('paste', { cancelable: true });
    this.clipboardData = copied;
  }
}

class DropEvent extends Event {}

function paste(
  editor: LexicalEditor,
  change: (run: () => void) => void,
  random: Random,
  texts: Readonly<Record<string, string>>,
): void {
  Object.assign(globalThis, { ClipboardEvent: PasteEvent, DragEvent: DropEvent });
  const event: unknown = new PasteEvent(new Copied(texts));
  change(() => {
    const isPlaced = random.below(4) === 0 ? $selectWithinLine(random) : $caretAnywhere(random);
    if (isPlaced && $getSelection() !== null)
      editor.dispatchCommand(PASTE_COMMAND, event as ClipboardEvent);
  });
}
