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
const noHits: Parameters<typeof pageOptions>[0] = [];

/** Completes `[[`: pages by title and alias, after `#` a page's headings, last a page to be made. */
export function WikilinkMenu(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const [editor] = useLexicalComposerContext();
  const typing = useTyped(matchLink);
  const { typed } = typing;
  const [page, heading] = splitQuery(typed?.query ?? '');
  const isPage = typed !== null && heading === null;
  const { data, isError, isPlaceholderData } = useCore(
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
  const hits = isError ? noHits : isPlaceholderData ? undefined : data?.hits;
  const areKnown = isOwn || linked.kind !== 'unknown';
  const options = useMemo(() => {
    if (heading !== null) return areKnown ? headingOptions(page, headings, heading) : null;
    return hits === undefined ? null : pageOptions(hits, page);
  }, [areKnown, heading, headings, hits, page]);
  const query = typed?.query;
  const optionsFor = useCallback(
    (now: string) => (now === query ? options : null),
    [options, query],
  );
  const choose = useCallback((option: LinkOption, written: string) => {
    const isEmbed = written.startsWith('!');
    const source = `${isEmbed ? '!' : ''}[[${option.inner}]]`;
    $insertNodes([$createInlineAtomNode(isEmbed ? 'embed' : 'wikilink', source, 0)]);
  }, []);
  return (
    <CaretMenu
      label={heading === null ? 'Pages' : 'Headings'}
      typing={typing}
      optionsFor={optionsFor}
      onChoose={choose}
    />
  );
}

/** The page, and after a `#` the heading. */
function splitQuery(query: string): readonly [string, string | null] {
  const at = query.indexOf('#');
  return at === -1 ? [query, null] : [query.slice(0, at).trim(), query.slice(at + 1)];
}
