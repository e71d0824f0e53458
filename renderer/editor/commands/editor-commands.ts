import { $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical';
import { AppError } from '../../../shared/contract/errors.ts';
import { FOOTNOTE_COMMAND } from '../containers/container-events.ts';
import { $insertDiagram } from '../code/code-commands.ts';
import { $insertDefinition } from '../definitions/definition-commands.ts';
import { $insertFormula, $insertFormulaBlock } from '../formula/formula-commands.ts';
import { $insertComment } from '../keys/insert-comment.ts';
import { $insertCalloutAtCaret } from '../containers/insert-callout.ts';
import { $toggleQuote } from '../containers/toggle-quote.ts';
import {
  CalloutIcon,
  CodeBlockIcon,
  CommentIcon,
  DateIcon,
  EmbedIcon,
  FileIcon,
  DiagramIcon,
  FootnoteIcon,
  FormulaIcon,
  Heading1Icon,
  Heading2Icon,
  Heading3Icon,
  Heading4Icon,
  Heading5Icon,
  Heading6Icon,
  type Icon,
  ImageIcon,
  LinkIcon,
  ListIcon,
  OrderedListIcon,
  PageIcon,
  ParagraphIcon,
  QuoteIcon,
  RuleIcon,
  TableIcon,
  TaskListIcon,
} from '../../ui/icons.ts';
import { $toggleList } from '../list-item/toggle-list.ts';
import { $insertRule, $setBlockType, type BlockType } from '../keys/block-commands.ts';
import { OPEN_LINK_COMMAND } from '../keys/open-commands.ts';
import { PICK_FILES_COMMAND } from '../pictures/picture-events.ts';
import { $insertTable } from '../table/table-commands.ts';

/** Something that can be made of the block with the caret, or put in at the caret. */
export interface EditorCommand {
  readonly id: string;
  readonly label: string;
  /** Other words that it is found by. */
  readonly words: string;
  /** What a menu says beside it. */
  readonly hint?: string;
  readonly icon: Icon;
  readonly shortcut?: string;
  /** What the block with the caret is once it ran. */
  readonly block?: BlockType | 'table';
  /** Stands among the kinds of block though none of them names the block with the caret. */
  readonly isKind?: boolean;
  /** A table's cell has room for it. */
  readonly fitsInCell?: boolean;
  readonly opensDialog?: boolean;
  /** Runs in an update, with the caret where it shall act. */
  readonly run: (editor: LexicalEditor) => void;
}

const headingIcons = [
  Heading1Icon,
  Heading2Icon,
  Heading3Icon,
  Heading4Icon,
  Heading5Icon,
  Heading6Icon,
] as const;
const headingTags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

/** All of them, in the order of the menus. A feature adds its own in one line. */
export const editorCommands: readonly EditorCommand[] = [
  {
    id: 'paragraph',
    label: 'Text',
    words: 'paragraph plain normal',
    icon: ParagraphIcon,
    shortcut: 'Mod+Alt+0',
    block: 'paragraph',
    run: () => $setBlockType('paragraph'),
  },
  ...headingTags.map((tag, index): EditorCommand => ({
    id: tag,
    label: `Heading ${index + 1}`,
    words: `${tag} title section ${'#'.repeat(index + 1)}`,
    icon: headingIcons[index] ?? Heading6Icon,
    shortcut: `Mod+Alt+${index + 1}`,
    block: tag,
    run: () => $setBlockType(tag),
  })),
  {
    id: 'bullet',
    label: 'List',
    words: 'bullet unordered items ul -',
    icon: ListIcon,
    shortcut: 'Mod+Shift+8',
    block: 'bullet',
    run: () => $toggleList('bullet'),
  },
  {
    id: 'number',
    label: 'Numbered list',
    words: 'ordered items ol 1.',
    icon: OrderedListIcon,
    shortcut: 'Mod+Shift+7',
    block: 'number',
    run: () => $toggleList('number'),
  },
  {
    id: 'check',
    label: 'Task list',
    words: 'todo to-do check checkbox items []',
    icon: TaskListIcon,
    shortcut: 'Mod+Shift+9',
    block: 'check',
    run: () => $toggleList('check'),
  },
  {
    id: 'quote',
    label: 'Quote',
    words: 'blockquote citation >',
    icon: QuoteIcon,
    run: $toggleQuote,
  },
  {
    id: 'code',
    label: 'Code block',
    words: 'program fence source ```',
    icon: CodeBlockIcon,
    block: 'code',
    run: () => $setBlockType('code'),
  },
  {
    id: 'diagram',
    label: 'Diagram',
    words: 'mermaid flowchart graph chart sequence',
    icon: DiagramIcon,
    isKind: true,
    run: $insertDiagram,
  },
  {
    id: 'formula-block',
    label: 'Formula on its own line',
    words: 'math maths equation latex tex katex display block $$',
    icon: FormulaIcon,
    isKind: true,
    opensDialog: true,
    run: $insertFormulaBlock,
  },
  {
    id: 'table',
    label: 'Table',
    words: 'grid columns rows |',
    icon: TableIcon,
    block: 'table',
    run: $insertTable,
  },
  {
    id: 'callout',
    label: 'Callout',
    words: 'note tip warning important admonition box > [!',
    icon: CalloutIcon,
    isKind: true,
    run: $insertCalloutAtCaret,
  },
  {
    id: 'footnote',
    label: 'Footnote',
    words: 'note reference source [^',
    icon: FootnoteIcon,
    shortcut: 'Mod+Alt+F',
    isKind: true,
    fitsInCell: true,
    run: (editor) => {
      editor.dispatchCommand(FOOTNOTE_COMMAND, undefined);
    },
  },
  {
    id: 'rule',
    label: 'Rule',
    words: 'line divider separator horizontal hr ---',
    icon: RuleIcon,
    run: $insertRule,
  },
  {
    id: 'wikilink',
    label: 'Link to a page',
    words: 'wikilink internal [[',
    icon: PageIcon,
    fitsInCell: true,
    run: () => $insertText('[['),
  },
  {
    id: 'link',
    label: 'Link',
    words: 'web address url website',
    icon: LinkIcon,
    shortcut: 'Mod+K',
    fitsInCell: true,
    opensDialog: true,
    run: (editor) => {
      editor.dispatchCommand(OPEN_LINK_COMMAND, undefined);
    },
  },
  {
    id: 'picture',
    label: 'Picture',
    words: 'image photo drawing upload insert img ![',
    icon: ImageIcon,
    fitsInCell: true,
    opensDialog: true,
    run: (editor) => {
      editor.dispatchCommand(PICK_FILES_COMMAND, 'pictures');
    },
  },
  {
    id: 'file',
    label: 'File',
    words: 'attachment upload pdf sound audio film video document',
    icon: FileIcon,
    fitsInCell: true,
    opensDialog: true,
    run: (editor) => {
      editor.dispatchCommand(PICK_FILES_COMMAND, 'files');
    },
  },
  {
    id: 'embed',
    label: 'Show another page here',
    words: 'embed transclude include section ![[',
    icon: EmbedIcon,
    run: () => $insertText('![['),
  },
  {
    id: 'formula',
    label: 'Formula',
    words: 'math maths equation latex tex katex inline $',
    icon: FormulaIcon,
    shortcut: 'Mod+Alt+E',
    fitsInCell: true,
    opensDialog: true,
    run: $insertFormula,
  },
  {
    id: 'definition',
    label: 'Link address',
    words: 'reference definition label url shared [ref]:',
    icon: LinkIcon,
    opensDialog: true,
    run: $insertDefinition,
  },
  {
    id: 'comment',
    label: 'Comment for writers',
    words: 'hidden note invisible %%',
    icon: CommentIcon,
    fitsInCell: true,
    opensDialog: true,
    run: $insertComment,
  },
  {
    id: 'date',
    label: 'Today’s date',
    words: 'today day now time calendar',
    icon: DateIcon,
    fitsInCell: true,
    run: () => $insertText(dateWords(new Date())),
  },
];

export function editorCommand(id: string): EditorCommand {
  const command = editorCommands.find((each) => each.id === id);
  if (command === undefined) throw new AppError('INTERNAL', `There is no command ${id}.`);
  return command;
}

// Sorts as text, and reads the same in every language.
export function dateWords(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function $insertText(text: string): void {
  const selection = $getSelection();
  if ($isRangeSelection(selection)) selection.insertText(text);
}
