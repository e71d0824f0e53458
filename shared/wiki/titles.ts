import { listValue, readFrontmatter, textValue, type FrontmatterValues } from './frontmatter.ts';
import { extractHeadings } from './headings.ts';
import { nameOfPage, type PagePath } from './page-path.ts';

/** What the lists and links of the wiki call a page by. */
export interface PageNames {
  readonly title: string;
  /** Its other names, from the frontmatter. */
  readonly aliases: readonly string[];
}

/**
 * A page's title: the frontmatter's `title`, else the first heading when the file's name says the
 * same (letters and digits alike), else the file's name.
 */
export function pageTitle(path: PagePath, text: string): string {
  return titleOf(path, text, readFrontmatter(text).values);
}

/** The title and the aliases, reading the frontmatter once. */
export function pageNames(path: PagePath, text: string): PageNames {
  const { values } = readFrontmatter(text);
  return { title: titleOf(path, text, values), aliases: aliasesOf(values) };
}

/** Where a page that only points elsewhere points to, as a link's target; null for any other page. */
export function redirectTarget(text: string): string | null {
  const redirect = textValue(readFrontmatter(text).values, 'redirect');
  const inner = /^\[\[([^[\]|]+)(?:\|[^[\]]*)?\]\]$/.exec(redirect)?.[1]?.trim() ?? redirect;
  return inner === '' ? null : inner;
}

function aliasesOf(values: FrontmatterValues): readonly string[] {
  return [...new Set([...listValue(values, 'aliases'), ...listValue(values, 'alias')])];
}

function titleOf(path: PagePath, text: string, values: FrontmatterValues): string {
  const title = textValue(values, 'title');
  if (title !== '') return oneLine(title);
  const name = nameOfPage(path);
  const heading = extractHeadings(text, 1)[0];
  return heading !== undefined && saysTheSame(heading.text, name) ? heading.text : name;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function saysTheSame(heading: string, name: string): boolean {
  const key = lettersOf(heading);
  return key !== '' && key === lettersOf(name);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
