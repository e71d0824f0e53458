import { $getSelection, $isRangeSelection } from 'lexical';
import { useEffect, useMemo, useState } from 'react';
import { SmileIcon } from '../../ui/icons.ts';
import type { CaretOption } from './CaretList.tsx';
import { CaretMenu } from './CaretMenu.tsx';
import { type Match, remembered, useTyped } from './use-typed.ts';

// Two letters at least: a colon alone is a colon, and `:)` is a face already.
function matchName(line: string): Match | null {
  const match = /(?:^|[\s(])(:([a-z0-9_+-]{2,30}):?)$/i.exec(line);
  return match === null ? null : { length: match[1]?.length ?? 0, query: match[2] ?? '' };
}

type Names = Readonly<Record<string, string>>;

interface EmojiOption extends CaretOption {
  readonly emoji: string;
}

const maxShown = 8;

/** Completes `:name` to the sign itself, by the names that GitHub has for them. */
export function EmojiMenu() {
  const typing = useTyped(matchName);
  const [names, setNames] = useState<Names | null>(null);
  const isWanted = typing.typed !== null;
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    const put = (found: Names) => {
      if (isCurrent) setNames(found);
    };
    import('gemoji').then(
      ({ nameToEmoji }) => put(nameToEmoji),
      () => put({}),
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);
  const optionsFor = useMemo(
    () =>
      remembered((query: string) =>
        names === null ? null : optionsOf(names, query.toLowerCase()),
      ),
    [names],
  );
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

function optionsOf(names: Names, query: string): EmojiOption[] {
  const all = Object.entries(names);
  const starting = all.filter(([name]) => name.startsWith(query));
  const others = all.filter(([name]) => !name.startsWith(query) && name.includes(query));
  return [...starting.sort(([one], [other]) => one.length - other.length), ...others]
    .slice(0, maxShown)
    .map(([name, emoji]) => ({ key: name, label: `${emoji}  ${name}`, icon: SmileIcon, emoji }));
}
