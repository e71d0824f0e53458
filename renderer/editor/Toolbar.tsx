import type { HistoryState } from '@lexical/history';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $isLinkNode } from '@lexical/link';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  FORMAT_TEXT_COMMAND,
  REDO_COMMAND,
  SELECTION_CHANGE_COMMAND,
  type TextFormatType,
  UNDO_COMMAND,
} from 'lexical';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button, IconButton } from '../ui/Button.tsx';
import {
  BoldIcon,
  ChevronDownIcon,
  CodeIcon,
  type Icon,
  ItalicIcon,
  LinkIcon,
  ListIcon,
  OrderedListIcon,
  QuoteIcon,
  RedoIcon,
  RuleIcon,
  StrikethroughIcon,
  TaskListIcon,
  UndoIcon,
  PageIcon,
} from '../ui/icons.ts';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import {
  $blockAtCaret,
  $insertRule,
  $setBlockType,
  $toggleList,
  $toggleQuote,
  type BlockType,
} from './keys/block-commands.ts';
import { OPEN_LINK_COMMAND } from './keys/open-commands.ts';

interface AtCaret {
  readonly block: BlockType;
  readonly isQuoted: boolean;
  readonly isLink: boolean;
  readonly formats: ReadonlySet<TextFormatType>;
}

const nowhere: AtCaret = { block: 'paragraph', isQuoted: false, isLink: false, formats: new Set() };
const formats = ['bold', 'italic', 'strikethrough', 'code'] as const;

function $readCaret(): AtCaret {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return nowhere;
  const { type, isQuoted } = $blockAtCaret();
  return {
    block: type,
    isQuoted,
    isLink: $findMatchingParent(selection.anchor.getNode(), $isLinkNode) !== null,
    formats: new Set(formats.filter((format) => selection.hasFormat(format))),
  };
}

const blockNames = {
  paragraph: 'Text',
  h1: 'Heading 1',
  h2: 'Heading 2',
  h3: 'Heading 3',
  h4: 'Heading 4',
  h5: 'Heading 5',
  h6: 'Heading 6',
  bullet: 'List',
  number: 'Numbered list',
  check: 'Task list',
  code: 'Code block',
} as const satisfies Record<BlockType, string>;

const blockChoices = ['paragraph', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'code'] as const;

function useCaret(history: HistoryState) {
  const [editor] = useLexicalComposerContext();
  const [caret, setCaret] = useState(nowhere);
  const [canUndo, setCanUndo] = useState(false);
  const [canRedo, setCanRedo] = useState(false);
  useEffect(
    () =>
      mergeRegister(
        editor.registerUpdateListener(({ editorState }) => {
          setCaret(editorState.read($readCaret));
          setCanUndo(history.undoStack.length > 0);
          setCanRedo(history.redoStack.length > 0);
        }),
        editor.registerCommand(
          SELECTION_CHANGE_COMMAND,
          () => {
            setCaret($readCaret());
            return false;
          },
          COMMAND_PRIORITY_LOW,
        ),
      ),
    [editor, history],
  );
  return { editor, caret, canUndo, canRedo };
}

interface Tool {
  readonly label: string;
  readonly icon: Icon;
  readonly shortcut?: string;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

/** One tab stop for the whole bar; the arrow keys move inside. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: Number.NEGATIVE_INFINITY, End: Infinity };
  if (!Object.hasOwn(steps, event.key)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  const step = steps[event.key as keyof typeof steps];
  const target = Number.isFinite(step)
    ? (at + step + buttons.length) % buttons.length
    : step < 0
      ? 0
      : buttons.length - 1;
  buttons.forEach((button, index) => (button.tabIndex = index === target ? 0 : -1));
  buttons[target]?.focus();
}

export function Toolbar({ history }: { readonly history: HistoryState }) {
  const { editor, caret, canUndo, canRedo } = useCaret(history);
  const change = (run: () => void) => () => {
    editor.update(run);
    editor.focus();
  };
  const format = (type: TextFormatType) => () => {
    editor.dispatchCommand(FORMAT_TEXT_COMMAND, type);
    editor.focus();
  };
  const groups: readonly (readonly Tool[])[] = [
    [
      {
        label: 'Bold',
        icon: BoldIcon,
        shortcut: 'Mod+B',
        isPressed: caret.formats.has('bold'),
        run: format('bold'),
      },
      {
        label: 'Italic',
        icon: ItalicIcon,
        shortcut: 'Mod+I',
        isPressed: caret.formats.has('italic'),
        run: format('italic'),
      },
      {
        label: 'Strikethrough',
        icon: StrikethroughIcon,
        isPressed: caret.formats.has('strikethrough'),
        run: format('strikethrough'),
      },
      {
        label: 'Code',
        icon: CodeIcon,
        isPressed: caret.formats.has('code'),
        run: format('code'),
      },
    ],
    [
      {
        label: 'Link',
        icon: LinkIcon,
        shortcut: 'Mod+K',
        isPressed: caret.isLink,
        run: () => editor.dispatchCommand(OPEN_LINK_COMMAND, undefined),
      },
      {
        label: 'Link to a page',
        icon: PageIcon,
        run: change(() => {
          const selection = $getSelection();
          if ($isRangeSelection(selection)) selection.insertText('[[');
        }),
      },
    ],
    [
      {
        label: 'List',
        icon: ListIcon,
        isPressed: caret.block === 'bullet',
        run: change(() => $toggleList('bullet')),
      },
      {
        label: 'Numbered list',
        icon: OrderedListIcon,
        isPressed: caret.block === 'number',
        run: change(() => $toggleList('number')),
      },
      {
        label: 'Task list',
        icon: TaskListIcon,
        isPressed: caret.block === 'check',
        run: change(() => $toggleList('check')),
      },
      { label: 'Quote', icon: QuoteIcon, isPressed: caret.isQuoted, run: change($toggleQuote) },
      { label: 'Rule', icon: RuleIcon, run: change($insertRule) },
    ],
    [
      {
        label: 'Undo',
        icon: UndoIcon,
        shortcut: 'Mod+Z',
        isDisabled: !canUndo,
        run: () => editor.dispatchCommand(UNDO_COMMAND, undefined),
      },
      {
        label: 'Redo',
        icon: RedoIcon,
        shortcut: 'Mod+Shift+Z',
        isDisabled: !canRedo,
        run: () => editor.dispatchCommand(REDO_COMMAND, undefined),
      },
    ],
  ];
  return (
    <div className="cp-toolbar" role="toolbar" aria-label="Formatting" onKeyDown={moveFocus}>
      <Menu
        trigger={
          <Button
            variant="quiet"
            className="cp-toolbar-block"
            aria-label={`Kind of block: ${blockNames[caret.block]}`}
          >
            {blockNames[caret.block]}
            <ChevronDownIcon aria-hidden size={14} />
          </Button>
        }
      >
        {blockChoices.map((type) => (
          <MenuItem
            key={type}
            isChosen={caret.block === type}
            onSelect={change(() => $setBlockType(type))}
          >
            {blockNames[type]}
          </MenuItem>
        ))}
      </Menu>
      {groups.map((tools, group) => (
        <span key={group} className="cp-toolbar-group">
          {tools.map((tool) => (
            <IconButton
              key={tool.label}
              label={tool.label}
              icon={tool.icon}
              tabIndex={-1}
              // A disabled button would drop the focus that stands on it.
              aria-disabled={tool.isDisabled}
              {...(tool.shortcut === undefined ? {} : { shortcut: tool.shortcut })}
              {...(tool.isPressed === undefined ? {} : { isPressed: tool.isPressed })}
              onMouseDown={(event) => event.preventDefault()}
              onClick={tool.run}
            />
          ))}
        </span>
      ))}
    </div>
  );
}
