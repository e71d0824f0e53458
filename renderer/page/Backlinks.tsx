import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';

const shownAtFirst = 12;

/** The pages that link here, each with the words around its link. */
export function Backlinks({ wiki, path }: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { data } = useCore('page.backlinks', { wiki, path });
  const [isAll, setIsAll] = useState(false);
  if (data === undefined) return null;
  const { backlinks } = data;
  if (backlinks.length === 0 && data.isReady) return null;
  const shown = isAll ? backlinks : backlinks.slice(0, shownAtFirst);
  return (
    <section className="cp-backlinks" aria-labelledby="cp-backlinks-title">
      <h2 id="cp-backlinks-title">
        {backlinks.length === 0 ? 'Looking for links here…' : `Linked from ${countOf(backlinks)}`}
      </h2>
      <ul>
        {shown.map((link) => (
          <li key={link.path}>
            <a href={hashOf({ kind: 'page', wiki, path: link.path, anchor: '' })}>{link.title}</a>
            {link.context !== '' && <p>{link.context}</p>}
          </li>
        ))}
      </ul>
      {backlinks.length > shown.length && (
        <Button variant="quiet" onClick={() => setIsAll(true)}>
          Show all {backlinks.length}
        </Button>
      )}
    </section>
  );
}

function countOf(links: readonly unknown[]): string {
  return links.length === 1 ? 'one page' : `${links.length} pages`;
}
