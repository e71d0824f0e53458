const wordsPerPage = 400;

/** A page that shows by its last word whether it is whole, and by its first whose it is. */
export function pageText(path: string, token: string): string {
  const filler = Array.from({ length: wordsPerPage }, (_, at) => `word${at}`);
  const paragraphs = Array.from({ length: 4 }, (_, at) =>
    filler.slice(at * 100, at * 100 + 100).join(' '),
  );
  return [`# ${path}`, `First ${token}.`, ...paragraphs, `Last ${token}.`].join('\n\n') + '\n';
}
