import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';

/** The folders above a page; each leads to a search of what is in it. */
export function Breadcrumbs({ wiki, path }: { readonly wiki: WikiId; readonly path: PagePath }) {
  const folder = folderOf(path);
  if (folder === '') return null;
  const parts = folder.split('/');
  return (
    <nav className="cp-breadcrumbs" aria-label="Folders">
      <ol>
        {parts.map((part, index) => {
          const at = parts.slice(0, index + 1).join('/');
          return (
            <li key={at}>
              <a
                href={hashOf({ kind: 'search', wiki, query: `folder:"${at}"` })}
                title={`Pages in ${at}`}
              >
                {part}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
