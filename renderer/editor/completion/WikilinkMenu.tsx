import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $insertNodes } from 'lexical';
import { useCallback, useMemo } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { extractHeadings } from '../../../shared/wiki/headings.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { useCore } from '../../client/queries.ts';
import { useLinkedPage } from '../link-card/use-linked-page.ts';
import { $sections } from '../outline/sections.ts';
import { $createInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { CaretMenu } from './CaretMenu.tsx';
import { headingOptions, type LinkOption, pageOptions } from './link-options.ts';
import { type Match, useTyped } from './use-typed.ts';

function matchLink(line: string): Match | null {
  const match = /!?\[\[([^[\]\n|]{0,120})$/.exec(line);
  return match === null ? null : { length: match[0].length, query: match[1] ?? '' };
}

const maxPages = 8;
const maxHeadings = 100;

/** Completes `[[`: pages by title and alias, after `#` a page's headings, last a page to be made. */
export function WikilinkMenu(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const [editor] = useLexicalComposerContext();
  const { typed, dismiss } = useTyped(matchLink);
  const [page, heading] = splitQuery(typed?.query ?? '');
  const isPage = typed !== null && heading === null;
  const { data } = useCore(
    'search.titles',
    { wiki: props.wiki, query: page, limit: maxPages },
    { enabled: isPage, keepPrevious: true },
  );
  const linked = useLinkedPage(props.wiki, props.path, heading === null ? '' : page);
  const isOwn = heading !== null && page === '';
  const headings = useMemo(() => {
    if (isOwn) return editor.read($sections);
    return linked.kind === 'page' ? extractHeadings(linked.text, maxHeadings) : [];
  }, [editor, isOwn, linked]);
  const options = useMemo(
    () =>
      heading === null
        ? pageOptions(data?.hits ?? [], page)
        : headingOptions(page, headings, heading),
    [data, heading, headings, page],
  );
  const choose = useCallback((option: LinkOption, written: string) => {
    const isEmbed = written.startsWith('!');
    const source = `${isEmbed ? '!' : ''}[[${option.inner}]]`;
    $insertNodes([$createInlineAtomNode(isEmbed ? 'embed' : 'wikilink', source, 0)]);
  }, []);
  if (typed === null || options.length === 0) return null;
  return (
    <CaretMenu
      label={heading === null ? 'Pages' : 'Headings'}
      typed={typed}
      options={options}
      onDismiss={dismiss}
      onChoose={choose}
    />
  );
}

/** The page, and after a `#` the heading. */
function splitQuery(query: string): readonly [string, string | null] {
  const at = query.indexOf('#');
  return at === -1 ? [query, null] : [query.slice(0, at).trim(), query.slice(at + 1)];
}
