import { nameToEmoji } from 'gemoji';

/** Every name that GitHub has for a sign, with the sign. */
export const emojiNames: readonly (readonly [name: string, emoji: string])[] =
  Object.entries(nameToEmoji);

/** The sign that GitHub shows for a name, as of `:tada:`; null: it has none of that name. */
export function emojiOf(source: string): string | null {
  const [, name = ''] = /^:([a-z0-9_+-]+):$/.exec(source) ?? [];
  // What is between two numbers is one too: `1:100:1000`.
  if (/^\d*$/.test(name) || !Object.hasOwn(nameToEmoji, name)) return null;
  return nameToEmoji[name] ?? null;
}
