import type { HistoryState } from '@lexical/history';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $isLinkNode } from '@lexical/link';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  FORMAT_TEXT_COMMAND,
  KEY_DOWN_COMMAND,
  REDO_COMMAND,
  SELECTION_CHANGE_COMMAND,
  type TextFormatType,
  UNDO_COMMAND,
} from 'lexical';
import { useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../ui/Button.tsx';
import { ChevronDownIcon, type Icon, RedoIcon, UndoIcon } from '../ui/icons.ts';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { editorCommand, editorCommands } from './commands/editor-commands.ts';
import { $marksAtCaret, markTools } from './commands/mark-tools.ts';
import { $blockAtCaret, type BlockType } from './keys/block-commands.ts';
import { $tableAtCaret, type TableAtCaret } from './table/table-commands.ts';
import { OutlineMenu } from './outline/OutlineMenu.tsx';
import { ContainerTools } from './containers/ContainerTools.tsx';
import { TableTools } from './table/TableTools.tsx';
import { keepSame } from './keep-same.ts';
import { moveFocus } from './toolbar-focus.ts';

interface AtCaret {
  readonly block: BlockType;
  readonly isQuoted: boolean;
  readonly isLink: boolean;
  readonly formats: ReadonlySet<TextFormatType>;
  readonly table: TableAtCaret | null;
}

const nowhere: AtCaret = {
  block: 'paragraph',
  isQuoted: false,
  isLink: false,
  formats: new Set(),
  table: null,
};

function $readCaret(): AtCaret {
  const selection = $getSelection();
  const table = $tableAtCaret();
  if (!$isRangeSelection(selection)) return { ...nowhere, table };
  const { type, isQuoted } = $blockAtCaret();
  return {
    block: type,
    isQuoted,
    isLink: $findMatchingParent(selection.anchor.getNode(), $isLinkNode) !== null,
    formats: $marksAtCaret(),
    table,
  };
}

function useCaret(history: HistoryState) {
  const [editor] = useLexicalComposerContext();
  const [caret, setCaret] = useState(nowhere);
  const [canUndo, setCanUndo] = useState(false);
  const [canRedo, setCanRedo] = useState(false);
  useEffect(
    () =>
      mergeRegister(
        editor.registerUpdateListener(({ editorState }) => {
          setCaret(keepSame(editorState.read($readCaret)));
          setCanUndo(history.undoStack.length > 0);
          setCanRedo(history.redoStack.length > 0);
        }),
        editor.registerCommand(
          SELECTION_CHANGE_COMMAND,
          () => {
            setCaret(keepSame($readCaret()));
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

export function Toolbar(props: {
  readonly history: HistoryState;
  readonly canUndoBeyond: boolean;
  readonly canRedoBeyond: boolean;
}) {
  const { editor, caret, canUndo, canRedo } = useCaret(props.history);
  const bar = useRef<HTMLDivElement>(null);
  const isForText = useRef(false);
  // Shift+Tab, which leads here from other text, goes to the cell before in a table.
  useEffect(
    () =>
      editor.registerCommand(
        KEY_DOWN_COMMAND,
        (event) => {
          if (event.key !== 'F10' || !event.altKey) return false;
          event.preventDefault();
          const toolbars = [...(bar.current?.querySelectorAll('[role="toolbar"]') ?? [])];
          toolbars.at(-1)?.querySelector<HTMLElement>('button:not([tabindex="-1"])')?.focus();
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor],
  );
  const change = (run: () => void) => () => {
    editor.update(run);
    editor.focus();
  };
  const format = (type: TextFormatType) => () => {
    editor.dispatchCommand(FORMAT_TEXT_COMMAND, type);
    editor.focus();
  };
  const tool = (id: string, isPressed?: boolean): Tool => {
    const { label, icon, shortcut, opensDialog, run } = editorCommand(id);
    return {
      label,
      icon,
      ...(shortcut === undefined ? {} : { shortcut }),
      ...(isPressed === undefined ? {} : { isPressed }),
      // A dialog takes the focus itself.
      run:
        opensDialog === true ? () => editor.update(() => run(editor)) : change(() => run(editor)),
    };
  };
  const groups: readonly (readonly Tool[])[] = [
    markTools.map(({ type, ...shown }) => ({
      ...shown,
      isPressed: caret.formats.has(type),
      run: format(type),
    })),
    [tool('link', caret.isLink), tool('wikilink'), tool('picture')],
    // A cell has no room for these.
    caret.table !== null
      ? []
      : [
          tool('bullet', caret.block === 'bullet'),
          tool('number', caret.block === 'number'),
          tool('check', caret.block === 'check'),
          tool('quote', caret.isQuoted),
          tool('rule'),
        ],
    [
      {
        label: 'Undo',
        icon: UndoIcon,
        shortcut: 'Mod+Z',
        isDisabled: !canUndo && !props.canUndoBeyond,
        run: () => editor.dispatchCommand(UNDO_COMMAND, undefined),
      },
      {
        label: 'Redo',
        icon: RedoIcon,
        shortcut: 'Mod+Shift+Z',
        isDisabled: !canRedo && !props.canRedoBeyond,
        run: () => editor.dispatchCommand(REDO_COMMAND, undefined),
      },
    ],
  ];
  const kind = caret.table === null ? caret.block : 'table';
  const kindName = editorCommands.find(({ block }) => block === kind)?.label ?? '';
  return (
    <div ref={bar} className="cp-toolbar">
      <div
        className="cp-toolbar-tools"
        role="toolbar"
        aria-label="Formatting"
        onKeyDown={moveFocus}
      >
        <Menu
          onCloseAutoFocus={(event) => {
            if (!isForText.current) return;
            isForText.current = false;
            event.preventDefault();
            editor.focus();
          }}
          trigger={
            <Button
              variant="quiet"
              className="cp-toolbar-block"
              aria-label={`Kind of block: ${kindName}`}
            >
              {kindName}
              <ChevronDownIcon aria-hidden size={14} />
            </Button>
          }
        >
          {editorCommands
            .filter(({ block, isKind }) => block !== undefined || isKind === true)
            .map(({ id, label, icon, shortcut, block, fitsInCell, run }) => (
              <MenuItem
                key={id}
                icon={icon}
                isChosen={block === kind}
                disabled={caret.table !== null && fitsInCell !== true}
                {...(shortcut === undefined ? {} : { shortcut })}
                onSelect={() => {
                  isForText.current = true;
                  editor.update(() => run(editor));
                }}
              >
                {label}
              </MenuItem>
            ))}
        </Menu>
        {groups
          .filter((tools) => tools.length > 0)
          .map((tools, group) => (
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
      <ContainerTools />
      {caret.table !== null && <TableTools table={caret.table} />}
      <OutlineMenu />
    </div>
  );
}
