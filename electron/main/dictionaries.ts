/**
 * The dictionaries that languages (BCP 47) are looked up in: a region's own, else the language's, else
 * one of the same language. Electron throws at a name that it does not know.
 */
export function dictionariesFor(
  languages: readonly string[],
  available: readonly string[],
): string[] {
  const found = languages.flatMap((language) => {
    const wanted = language.toLowerCase();
    const [base = ''] = wanted.split('-');
    const fits = (test: (name: string) => boolean) =>
      available.find((name) => test(name.toLowerCase()));
    const best =
      fits((name) => name === wanted) ??
      fits((name) => name === base) ??
      fits((name) => name.startsWith(`${base}-`));
    return best === undefined ? [] : [best];
  });
  return [...new Set(found)];
}
