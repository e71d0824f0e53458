const maxLength = 60;

/** The first words of a text in one line, for what names a block to who can't see it. */
export function beginningOf(text: string): string {
  const line = text
    .slice(0, maxLength * 4)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= maxLength) return line;
  const end = line.lastIndexOf(' ', maxLength);
  return `${line.slice(0, end > maxLength / 2 ? end : maxLength)}…`;
}
