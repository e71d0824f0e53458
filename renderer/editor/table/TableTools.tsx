import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { type ReactNode, useRef } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ChevronDownIcon, DeleteIcon } from '../../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { moveFocus } from '../toolbar-focus.ts';
import {
  RUN_TABLE_COMMAND,
  type TableAtCaret,
  type TableCommandName,
  tableCommands,
} from './table-commands.ts';

type Choice = TableCommandName | 'separator';

const rowChoices = ['rowAbove', 'rowBelow', 'rowUp', 'rowDown', 'separator', 'deleteRow'] as const;
const columnChoices = [
  'columnLeft',
  'columnRight',
  'columnBack',
  'columnOn',
  'separator',
  'alignLeft',
  'alignCenter',
  'alignRight',
  'alignNone',
  'separator',
  'deleteColumn',
] as const;
const alignments: Partial<Record<TableCommandName, TableAtCaret['align']>> = {
  alignLeft: 'left',
  alignCenter: 'center',
  alignRight: 'right',
  alignNone: null,
};
const shortcuts: Partial<Record<TableCommandName, string>> = {
  rowUp: 'Alt+↑',
  rowDown: 'Alt+↓',
};

/** What can be done to the table with the caret. */
export function TableTools({ table }: { readonly table: TableAtCaret }) {
  const [editor] = useLexicalComposerContext();
  const run = (name: TableCommandName) => {
    editor.dispatchCommand(RUN_TABLE_COMMAND, name);
  };
  return (
    <div
      className="cp-toolbar-tools cp-table-tools"
      role="toolbar"
      aria-label="Table"
      onKeyDown={(event) => {
        moveFocus(event);
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        editor.focus();
      }}
    >
      <ChoiceMenu name="Row" tabIndex={0} table={table} choices={rowChoices} onChoose={run} />
      <ChoiceMenu
        name="Column"
        tabIndex={-1}
        table={table}
        choices={columnChoices}
        onChoose={run}
      />
      <IconButton
        label="Delete table"
        icon={DeleteIcon}
        tabIndex={-1}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          run('deleteTable');
          editor.focus();
        }}
      />
    </div>
  );
}

function ChoiceMenu(props: {
  readonly name: string;
  readonly tabIndex: number;
  readonly table: TableAtCaret;
  readonly choices: readonly Choice[];
  readonly onChoose: (name: TableCommandName) => void;
}) {
  const [editor] = useLexicalComposerContext();
  const isChosen = useRef(false);
  const { name, table } = props;
  return (
    <Menu
      onCloseAutoFocus={(event) => {
        if (!isChosen.current) return;
        isChosen.current = false;
        event.preventDefault();
        editor.focus();
      }}
      trigger={
        <Button
          variant="quiet"
          tabIndex={props.tabIndex}
          onMouseDown={(event) => event.preventDefault()}
        >
          {name}
          <ChevronDownIcon aria-hidden size={14} />
        </Button>
      }
    >
      {props.choices.map((choice, index): ReactNode => {
        if (choice === 'separator') return <MenuSeparator key={index} />;
        const isCurrent = choice in alignments && alignments[choice] === table.align;
        const shortcut = shortcuts[choice];
        return (
          <MenuItem
            key={choice}
            disabled={!table.commands.has(choice)}
            isDangerous={choice.startsWith('delete')}
            isChosen={isCurrent}
            {...(shortcut === undefined ? {} : { shortcut })}
            onSelect={() => {
              isChosen.current = true;
              props.onChoose(choice);
            }}
          >
            {tableCommands[choice].title}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
