import { useState, useSyncExternalStore } from 'react';
import { CommandDialog, CommandItem } from '../ui/CommandDialog.tsx';
import { type Command, currentCommands, onCommandsChange } from './commands.ts';

/** The commands whose title has every word of the query, those that begin with it first. */
export function matchCommands(commands: readonly Command[], query: string): readonly Command[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return commands;
  const words = wanted.split(/\s+/);
  const titleOf = (command: Command) => command.title.toLowerCase();
  const hits = commands.filter((each) => words.every((word) => titleOf(each).includes(word)));
  const isFirst = (command: Command) => titleOf(command).startsWith(wanted);
  return [...hits.filter(isFirst), ...hits.filter((each) => !isFirst(each))];
}

/** Every command on offer here, by typing a part of its name. */
export function CommandPalette(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const [query, setQuery] = useState('');
  const commands = useSyncExternalStore(onCommandsChange, currentCommands);
  const change = (open: boolean) => {
    setQuery('');
    props.onOpenChange(open);
  };
  return (
    <CommandDialog
      title="Commands"
      placeholder="What do you want to do?"
      open={props.open}
      onOpenChange={change}
      query={query}
      onQueryChange={setQuery}
      empty="No command has this name."
    >
      {matchCommands(
        commands.filter(({ id }) => id !== 'palette'),
        query,
      ).map((command) => (
        <CommandItem
          key={command.id}
          value={command.id}
          shortcut={command.shortcut}
          onSelect={() => {
            change(false);
            command.run();
          }}
        >
          {command.title}
        </CommandItem>
      ))}
    </CommandDialog>
  );
}
