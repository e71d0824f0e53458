import { readFrontmatter, textValue } from './frontmatter.ts';

/** A language tag (BCP 47) in its usual letters; null for anything else. */
function toLanguage(text: string): string | null {
  const tag = text.trim().replaceAll('_', '-');
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null; // such as a part that stands there twice
  }
}

/** What a page is written in: as its frontmatter says, else as the wiki does; null: nobody says. */
export function pageLanguage(text: string, wikiLanguage: string): string | null {
  const { values } = readFrontmatter(text);
  for (const key of ['language', 'lang']) {
    const language = toLanguage(textValue(values, key));
    if (language !== null) return language;
  }
  return toLanguage(wikiLanguage);
}
