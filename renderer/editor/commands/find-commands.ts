import type { EditorCommand } from './editor-commands.ts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Those that a few typed letters mean, best first: the label's beginning, a word's, any other word's. */
export function findCommands(
  commands: readonly EditorCommand[],
  query: string,
): readonly EditorCommand[] {
  const asked = plain(query).trim();
  if (asked === '') return commands;
  const rankOf = ({ label, words }: EditorCommand): number => {
    const name = plain(label);
    const wordsOf = (text: string): string[] => text.split(/[\s-]+/);
    if (name.startsWith(asked)) return 0;
    if (wordsOf(name).some((word) => word.startsWith(asked))) return 1;
    if (
      plain(words)
        .split(/\s+/)
        .some((word) => word.startsWith(asked))
    )
      return 2;
    // `todo list`, `h2 head`: each word somewhere.
    const known = [...wordsOf(name), ...plain(words).split(/\s+/)];
    return wordsOf(asked).every((word) => known.some((other) => other.startsWith(word)))
      ? 3
      : Infinity;
  };
  return commands
    .map((command, index) => ({ command, index, rank: rankOf(command) }))
    .filter(({ rank }) => rank !== Infinity)
    .sort((left, right) => left.rank - right.rank || left.index - right.index)
    .map(({ command }) => command);
}
