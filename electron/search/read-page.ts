import { visitTokens } from '../../shared/search/tokens.ts';
import { splitFrontmatter } from '../../shared/wiki/frontmatter.ts';
import { extractHeadings } from '../../shared/wiki/headings.ts';
import { extractLinks } from '../../shared/wiki/links.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { plainText } from '../../shared/wiki/plain-text.ts';
import { extractTags } from '../../shared/wiki/tags.ts';
import { pageNames } from '../../shared/wiki/titles.ts';
import type { PageRecord } from './page-record.ts';
import type { PageTerms } from './segment.ts';

/** Names, tags and links of one page beyond these counts are a machine's work, and left out. */
const maxListed = 5000;

interface ReadPage {
  readonly page: PageRecord;
  readonly terms: PageTerms;
}

/** A page as the index holds it. A null text (too large, not text) leaves its name. */
export function readPage(path: PagePath, stamp: string, text: string | null): ReadPage {
  if (text === null) {
    const title = nameOfPage(path);
    const page: PageRecord = { path, stamp, title, aliases: [], tags: [], links: [] };
    return { page, terms: [termsOf([title]), [], [], [], []] };
  }
  const { title, aliases } = pageNames(path, text);
  const tags = extractTags(text).slice(0, maxListed);
  const links = extractLinks(text)
    .slice(0, maxListed)
    .map(({ target, line }) => ({ target, line }));
  const page = detached({
    path,
    stamp,
    title,
    aliases: aliases.slice(0, maxListed),
    tags,
    links,
  });
  const name = nameOfPage(path);
  return {
    page,
    terms: [
      termsOf(name === title ? [title] : [title, name]),
      termsOf(page.aliases),
      termsOf(extractHeadings(text).map((heading) => heading.text)),
      termsOf(tags),
      // Own fields of the frontmatter are found like text.
      termsOf([plainText(text), splitFrontmatter(text).yaml]),
    ],
  };
}

/** A copy whose strings are their own: V8 cuts strings as views that keep the whole page in memory. */
function detached(page: PageRecord): PageRecord {
  return JSON.parse(JSON.stringify(page)) as PageRecord;
}

function termsOf(texts: readonly string[]): string[] {
  const terms: string[] = [];
  for (const text of texts) visitTokens(text, (term) => terms.push(term));
  return terms;
}
