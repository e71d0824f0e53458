import { $insertNodes } from 'lexical';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useMemo } from 'react';
import { FootnoteIcon, PlusIcon } from '../../ui/icons.ts';
import type { CaretOption } from '../completion/CaretList.tsx';
import { CaretMenu } from '../completion/CaretMenu.tsx';
import { type Match, remembered, useTyped } from '../completion/use-typed.ts';
import { $createInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { textOfBlocks } from '../find/block-texts.ts';
import { $freshLabel, $goToNote, $notesOnPage } from './footnote-commands.ts';
import { labelKey } from './footnote-models.ts';

function matchMark(line: string): Match | null {
  const match = /\[\^([^\]\s[^]{0,60})\]?$/.exec(line);
  return match === null ? null : { length: match[0].length, query: match[1] ?? '' };
}

interface FootnoteOption extends CaretOption {
  readonly label: string;
  readonly mark: string;
  readonly isNew: boolean;
}

const maxShown = 8;
const maxHintLength = 60;

/** Completes `[^`: the page's footnotes, last one to be made. */
export function FootnoteMenu() {
  const [editor] = useLexicalComposerContext();
  const typing = useTyped(matchMark);
  const isOpen = typing.typed !== null;
  const optionsFor = useMemo(
    // The page may have other footnotes when one is begun anew.
    () =>
      isOpen ? remembered((query: string) => editor.read(() => $optionsFor(query))) : () => null,
    [editor, isOpen],
  );
  return (
    <CaretMenu
      label="Footnotes"
      typing={typing}
      optionsFor={optionsFor}
      onChoose={({ mark, isNew }) => {
        $insertNodes([$createInlineAtomNode('footnote', `[^${mark}]`, 0)]);
        if (isNew) $goToNote(mark);
      }}
    />
  );
}

function $optionsFor(query: string): FootnoteOption[] {
  const key = labelKey(query);
  const notes = $notesOnPage();
  const known = notes
    .filter(({ label }) => labelKey(label).startsWith(key))
    .slice(0, maxShown)
    .map(({ children, label }): FootnoteOption => ({
      key: label,
      label,
      hint: textOfBlocks(children).slice(0, maxHintLength),
      icon: FootnoteIcon,
      mark: label,
      isNew: false,
    }));
  if (notes.some(({ label }) => labelKey(label) === key)) return known;
  const mark = query === '' ? $freshLabel() : query;
  const made = {
    key: ` ${mark}`,
    label: `New footnote ${mark}`,
    icon: PlusIcon,
    mark,
    isNew: true,
  };
  return [...known, made];
}
