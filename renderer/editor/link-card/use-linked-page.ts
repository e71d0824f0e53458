import { useMemo } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { useCore } from '../../client/queries.ts';

export type LinkedPage =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'page';
      readonly path: PagePath;
      readonly title: string;
      readonly anchor: string;
      readonly text: string;
    };

/** What a wikilink's target leads to; `unknown` while the wiki is being asked. Empty: asks nothing. */
export function useLinkedPage(wiki: WikiId, from: PagePath, target: string): LinkedPage {
  const { data: resolved } = useCore(
    'page.resolveLinks',
    { wiki, from, targets: [target] },
    { enabled: target !== '' },
  );
  const link = target === '' ? undefined : resolved?.links[0];
  const path = link?.kind === 'page' ? link.path : null;
  const { data: answer } = useCore(
    'page.read',
    { wiki, path: path ?? from },
    { enabled: path !== null },
  );
  return useMemo((): LinkedPage => {
    if (link === undefined) return { kind: 'unknown' };
    if (link.kind === 'missing') return { kind: 'missing' };
    if (link.kind === 'file') return { kind: 'file', path: link.path };
    if (answer === undefined) return { kind: 'unknown' };
    if (answer.kind !== 'page') return { kind: 'missing' };
    const { title, anchor } = link;
    return { kind: 'page', path: link.path, title, anchor, text: answer.text };
  }, [answer, link]);
}
