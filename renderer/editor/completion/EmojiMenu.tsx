import { $getSelection, $isRangeSelection } from 'lexical';
import { emojiNames } from '../../../shared/markdown/emoji.ts';
import { SmileIcon } from '../../ui/icons.ts';
import type { CaretOption } from './CaretList.tsx';
import { CaretMenu } from './CaretMenu.tsx';
import { type Match, remembered, useTyped } from './use-typed.ts';

// Two letters at least: a colon alone is a colon, and `:)` is a face already.
function matchName(line: string): Match | null {
  const match = /(?:^|[\s(])(:([a-z0-9_+-]{2,30}):?)$/i.exec(line);
  return match === null ? null : { length: match[1]?.length ?? 0, query: match[2] ?? '' };
}

interface EmojiOption extends CaretOption {
  readonly emoji: string;
}

const maxShown = 8;

const optionsFor = remembered((typed: string): EmojiOption[] => {
  const query = typed.toLowerCase();
  const starting = emojiNames.filter(([name]) => name.startsWith(query));
  const others = emojiNames.filter(([name]) => !name.startsWith(query) && name.includes(query));
  return [...starting.sort(([one], [other]) => one.length - other.length), ...others]
    .slice(0, maxShown)
    .map(([name, emoji]) => ({ key: name, label: `${emoji}  ${name}`, icon: SmileIcon, emoji }));
});

/** Completes `:name` to the sign itself, by the names that GitHub has for them. */
export function EmojiMenu() {
  const typing = useTyped(matchName);
  return (
    <CaretMenu
      label="Emoji"
      typing={typing}
      optionsFor={optionsFor}
      onChoose={({ emoji }) => {
        const selection = $getSelection();
        if ($isRangeSelection(selection)) selection.insertText(emoji);
      }}
    />
  );
}
