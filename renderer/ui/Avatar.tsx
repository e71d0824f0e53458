import './Avatar.css';

const segmenter = new Intl.Segmenter();

function firstLetter(word: string | undefined): string {
  if (word === undefined) return '';
  for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase();
  return '';
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return firstLetter(words[0]) + (words.length > 1 ? firstLetter(words.at(-1)) : '');
}

/** The same name always has the same hue, so that people can be told apart in a list. */
function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

/** A person's initials on their colour; decoration beside their name, hidden from screen readers. */
export function Avatar({ name }: { readonly name: string }) {
  return (
    <span className="cp-avatar" aria-hidden style={{ '--avatar-hue': hueOf(name) }}>
      {initials(name)}
    </span>
  );
}
