import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import { navigate } from '../app/routes.ts';
import { DeleteIcon, EditIcon, HistoryIcon, NewPageIcon, PageIcon } from '../ui/icons.ts';
import { MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import { askForNewPage, nearFolder } from './new-page.ts';
import type { TreeRow } from './page-tree.ts';

/** What can be done with a line of the tree. */
export function RowMenu(props: {
  readonly wiki: WikiId;
  readonly row: TreeRow;
  readonly onRename: (entry: PageEntry) => void;
  readonly onDelete: (entry: PageEntry) => void;
}) {
  const { wiki, row } = props;
  if (row.kind === 'folder') {
    return (
      <MenuItem
        icon={NewPageIcon}
        onSelect={() => afterMenu(() => askForNewPage(nearFolder(row.folder.path)))}
      >
        New page in “{row.folder.name}”…
      </MenuItem>
    );
  }
  const { entry } = row;
  return (
    <>
      <MenuItem
        icon={PageIcon}
        onSelect={() => navigate({ kind: 'page', wiki, path: entry.path, anchor: '' })}
      >
        Open
      </MenuItem>
      <MenuItem icon={EditIcon} onSelect={() => navigate({ kind: 'edit', wiki, path: entry.path })}>
        Edit
      </MenuItem>
      <MenuItem
        icon={HistoryIcon}
        onSelect={() => navigate({ kind: 'history', wiki, path: entry.path })}
      >
        History
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={NewPageIcon} onSelect={() => afterMenu(() => askForNewPage(entry.path))}>
        New page here…
      </MenuItem>
      <MenuItem onSelect={() => afterMenu(() => props.onRename(entry))}>Rename or move…</MenuItem>
      <MenuItem
        icon={DeleteIcon}
        isDangerous
        onSelect={() => afterMenu(() => props.onDelete(entry))}
      >
        Delete…
      </MenuItem>
    </>
  );
}

/** A closing menu gives the focus back; a dialog that opens must come after that. */
function afterMenu(open: () => void): void {
  setTimeout(open, 0);
}
