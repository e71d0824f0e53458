import { memo } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { ChevronRightIcon } from '../ui/icons.ts';
import { rowName, type TreeRow } from './page-tree.ts';

/** One line. Kept to a single element and text: hundreds pass by while a person scrolls. */
export const PageTreeRow = memo(function PageTreeRow(props: {
  readonly id: string;
  readonly wiki: WikiId;
  readonly row: TreeRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isCurrent: boolean;
  /** In a list without folders the page's folder stands beside its title. */
  readonly isPathShown: boolean;
  readonly onActivate: (index: number) => void;
}) {
  const { row } = props;
  const folder = row.kind === 'page' && props.isPathShown ? folderOf(row.entry.path) : '';
  const name = rowName(row);
  return (
    <a
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      className="cp-pages-line"
      {...(row.kind === 'page'
        ? { href: hashOf({ kind: 'page', wiki: props.wiki, path: row.entry.path, anchor: '' }) }
        : { 'aria-expanded': row.isOpen })}
      data-index={props.index}
      data-active={props.isActive || undefined}
      aria-current={props.isCurrent ? 'page' : undefined}
      aria-selected={props.isCurrent}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      title={folder === '' ? name : `${folder}/${name}`}
      style={{ '--depth': row.depth, height: props.height, translate: `0 ${props.top}px` }}
      onClick={(event) => {
        // With a modifier the browser opens the link in its own way.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        props.onActivate(props.index);
      }}
    >
      {row.kind === 'folder' && <ChevronRightIcon aria-hidden size={14} />}
      <span>{name}</span>
      {folder !== '' && <small>{folder}</small>}
    </a>
  );
});
