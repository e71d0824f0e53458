import './LinkCard.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { folderOf, type PagePath } from '../../../shared/wiki/page-path.ts';
import { plainText } from '../../../shared/wiki/plain-text.ts';
import { ArticleText } from '../../article/ArticleText.tsx';
import { useApi } from '../../client/queries.ts';
import { announce } from '../../ui/Announcer.tsx';
import { keepPlaced } from '../../ui/floating.ts';
import { excerptOf } from './excerpt.ts';
import { showRedLinks } from './red-links.ts';
import { type LinkedPage, useLinkedPage } from './use-linked-page.ts';
import { type PointedLink, usePointedLink } from './use-pointed-link.ts';

/** Shows what a wikilink leads to, while the pointer is on it or it is selected; links to nowhere are red. */
export function LinkCard(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { wiki, path } = props;
  const [editor] = useLexicalComposerContext();
  const api = useApi();
  useEffect(() => {
    const red = showRedLinks(editor, async (targets) => {
      const asked = { wiki, from: path, targets: [...targets] };
      return (await api.request('page.resolveLinks', asked)).links;
    });
    const stopEvents = api.onEvent((event) => {
      if (event.name === 'pages.changed' && event.wiki === wiki) red.refresh();
    });
    return () => {
      stopEvents();
      red.stop();
    };
  }, [api, editor, path, wiki]);
  const link = usePointedLink(editor);
  return link === null ? null : <Card key={link.target} {...props} link={link} />;
}

function Card(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly link: PointedLink;
}) {
  const { wiki, path, link } = props;
  const linked = useLinkedPage(wiki, path, link.target);
  const card = useRef<HTMLDivElement>(null);
  const isKnown = linked.kind !== 'unknown';
  useLayoutEffect(
    () =>
      card.current === null || !isKnown
        ? undefined
        : keepPlaced(card.current, link.element, { placement: 'bottom-start' }),
    [isKnown, link.element],
  );
  const words = link.isSelected && isKnown ? wordsOf(linked) : '';
  useEffect(() => {
    if (words !== '') announce(words);
  }, [words]);
  if (!isKnown) return null;
  return (
    // A look only: nothing in it can be reached, so that the way on through the text stays short.
    <div ref={card} className="cp-link-card" inert>
      {linked.kind === 'page' && (
        <>
          <strong>{linked.title}</strong>
          {folderOf(linked.path) !== '' && <small>{folderOf(linked.path)}</small>}
          <ArticleText
            wiki={wiki}
            path={linked.path}
            text={excerptOf(linked.text, linked.anchor)}
            title={linked.title}
          />
        </>
      )}
      {linked.kind === 'file' && <strong>{linked.path}</strong>}
      {linked.kind === 'missing' && (
        <>
          <strong>{link.target}</strong>
          <p>There is no such page yet. Following the link makes it.</p>
        </>
      )}
    </div>
  );
}

function wordsOf(linked: LinkedPage): string {
  switch (linked.kind) {
    case 'page': {
      const lines = plainText(excerptOf(linked.text, linked.anchor)).slice(0, 200);
      return `Link to ${linked.title}. ${lines}`;
    }
    case 'file':
      return `Link to the file ${linked.path}`;
    case 'missing':
      return 'Link to a page that does not exist yet';
    case 'unknown':
      return '';
  }
}
