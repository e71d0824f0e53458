import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useMemo } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { editorCommands } from '../commands/editor-commands.ts';
import { findCommands } from '../commands/find-commands.ts';
import { $selectedPlace } from '../table/grid.ts';
import { CaretMenu } from './CaretMenu.tsx';
import { type Match, remembered, useTyped } from './use-typed.ts';
import { useTemplates } from './use-templates.ts';

// At the start of a line or after a space: `and/or` and `/usr/bin` are text.
function matchSlash(line: string): Match | null {
  const match = /(?:^|\s)(\/((?:[^\s/]{1,20} ?){0,3}))$/u.exec(line);
  return match === null ? null : { length: match[1]?.length ?? 0, query: match[2] ?? '' };
}

/** Offers, after a `/`, what the block can be made and what can be put in. */
export function SlashMenu(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const [editor] = useLexicalComposerContext();
  const typing = useTyped(matchSlash);
  const isOpen = typing.typed !== null;
  const templates = useTemplates(props.wiki, props.path, isOpen);
  const offered = useMemo(() => {
    const isInCell = isOpen && editor.read(() => $selectedPlace() !== null);
    return [...editorCommands, ...templates].filter(
      ({ fitsInCell }) => !isInCell || fitsInCell === true,
    );
  }, [editor, isOpen, templates]);
  const optionsFor = useMemo(
    () =>
      remembered((query: string) =>
        findCommands(offered, query).map((command) => ({ ...command, key: command.id })),
      ),
    [offered],
  );
  return (
    <CaretMenu
      label="Insert"
      typing={typing}
      optionsFor={optionsFor}
      onChoose={(command) => command.run(editor)}
    />
  );
}
