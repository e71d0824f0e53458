import type { Output } from '../../../shared/contract/methods.ts';
import { anchorKey } from '../../../shared/wiki/headings.ts';
import { folderOf, withoutPageExtension } from '../../../shared/wiki/page-path.ts';
import { NewPageIcon, PageIcon, TagIcon } from '../../ui/icons.ts';
import type { CaretOption } from './CaretList.tsx';

export interface LinkOption extends CaretOption {
  /** What stands between the brackets. */
  readonly inner: string;
}

type Hits = Output<'search.titles'>['hits'];

const breaksLink = /[[\]|#\n]/;
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Pages that a few letters mean, and last a page that is yet to be written. */
export function pageOptions(hits: Hits, query: string): LinkOption[] {
  const options = hits.map((hit): LinkOption => {
    const isOnly = hits.filter(({ title }) => same(title, hit.title)).length === 1;
    const isPlain = isOnly && !breaksLink.test(hit.title);
    const target = isPlain ? hit.title : withoutPageExtension(hit.path);
    const name = hit.alias ?? (isPlain ? '' : hit.title);
    const label = name === '' || /[[\]|\n]/.test(name) ? '' : `|${name}`;
    return {
      key: hit.path,
      label: hit.alias ?? hit.title,
      hint: hit.alias === null ? folderOf(hit.path) : `→ ${hit.title}`,
      icon: PageIcon,
      inner: target + label,
    };
  });
  const wanted = query.trim();
  const isKnown = hits.some(
    ({ title, alias }) => same(title, wanted) || (alias !== null && same(alias, wanted)),
  );
  if (wanted === '' || isKnown) return options;
  const made: LinkOption = {
    key: '\0new',
    label: wanted,
    hint: 'Make new page: it does not exist yet',
    icon: NewPageIcon,
    inner: wanted,
  };
  return [...options, made];
}

/** The headings of a page that a few letters mean. */
export function headingOptions(
  page: string,
  headings: readonly { readonly level: number; readonly text: string }[],
  query: string,
): LinkOption[] {
  const asked = anchorKey(query);
  return headings
    .map((heading, index) => ({ ...heading, index }))
    .filter(({ text }) => text !== '' && anchorKey(text).includes(asked))
    .map(({ text, level, index }) => ({
      key: String(index),
      label: text,
      hint: `Heading ${level}`,
      icon: TagIcon,
      // Left out where links are compared, so they need not be written.
      inner: `${page}#${text.replace(/[[\]|#]/g, '').trim()}`,
    }));
}
