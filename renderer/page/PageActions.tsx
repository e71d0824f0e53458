import { useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { formatWikilink } from '../../shared/wiki/wikilink.ts';
import { useCommands } from '../app/commands.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { DeletePageDialog } from '../client/DeletePageDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { RenamePageDialog } from '../client/RenamePageDialog.tsx';
import { useSettings } from '../client/settings.ts';
import { ButtonLink, IconButton } from '../ui/Button.tsx';
import {
  DeleteIcon,
  EditIcon,
  FolderOpenIcon,
  HistoryIcon,
  LinkIcon,
  MoreIcon,
  OutlineIcon,
  PeopleIcon,
  SearchIcon,
} from '../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import { toast } from '../ui/Toast.tsx';

type Page = Extract<Output<'page.read'>, { kind: 'page' }>;

/** What can be done with a page: buttons, a menu, and the same as commands. */
export function PageActions(props: {
  readonly wiki: WikiId;
  readonly page: Page;
  readonly hasOutline: boolean;
  readonly onFind: () => void;
}) {
  const { wiki, page } = props;
  const { path, title } = page;
  const api = useApi();
  const { settings, updateSettings } = useSettings();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [dialog, setDialog] = useState<'none' | 'rename' | 'delete'>('none');
  const isOutlineOpen = settings?.outline ?? true;
  const close = () => setDialog('none');

  const copyLink = async () => {
    const target = withoutPageExtension(path);
    const label = target === title ? null : title.replace(/[[\]|]/g, ' ');
    try {
      await navigator.clipboard.writeText(formatWikilink({ target, label }, { isInTable: false }));
      toast({ kind: 'success', title: 'The link is copied.' });
    } catch {
      toast({
        kind: 'error',
        title: 'The link could not be copied: the clipboard is closed to us.',
      });
    }
  };
  const showInFolder = async () => {
    try {
      await api.request('file.showInFolder', { wiki, path });
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
    }
  };
  const toggleOutline = () => updateSettings({ outline: !isOutlineOpen });

  useCommands([
    {
      id: 'page.edit',
      title: 'Edit this page',
      shortcut: 'e',
      run: () => navigate({ kind: 'edit', wiki, path }),
    },
    {
      id: 'page.history',
      title: 'History of this page',
      shortcut: 'h',
      run: () => navigate({ kind: 'history', wiki, path }),
    },
    {
      id: 'page.authors',
      title: 'Who wrote this page',
      run: () => navigate({ kind: 'authors', wiki, path }),
    },
    { id: 'page.rename', title: 'Rename this page…', run: () => setDialog('rename') },
    { id: 'page.delete', title: 'Delete this page…', run: () => setDialog('delete') },
    { id: 'page.copy-link', title: 'Copy a link to this page', run: () => void copyLink() },
    { id: 'page.outline', title: 'Show or hide the outline', run: toggleOutline },
  ]);

  return (
    <div className="cp-page-actions">
      <ButtonLink
        variant="primary"
        icon={EditIcon}
        href={hashOf({ kind: 'edit', wiki, path })}
        aria-keyshortcuts="e"
        title="Edit this page (E)"
      >
        Edit
      </ButtonLink>
      <ButtonLink
        variant="quiet"
        icon={HistoryIcon}
        href={hashOf({ kind: 'history', wiki, path })}
        aria-keyshortcuts="h"
      >
        History
      </ButtonLink>
      {props.hasOutline && (
        <IconButton
          icon={OutlineIcon}
          label={isOutlineOpen ? 'Hide the outline' : 'Show the outline'}
          className="cp-page-outline-toggle"
          isPressed={isOutlineOpen}
          onClick={toggleOutline}
        />
      )}
      <Menu align="end" trigger={<IconButton icon={MoreIcon} label="More for this page" />}>
        <MenuItem icon={SearchIcon} onSelect={props.onFind}>
          Find in this page
        </MenuItem>
        <MenuItem icon={EditIcon} onSelect={() => setDialog('rename')}>
          Rename or move…
        </MenuItem>
        <MenuItem icon={PeopleIcon} onSelect={() => navigate({ kind: 'authors', wiki, path })}>
          Who wrote this
        </MenuItem>
        <MenuItem icon={LinkIcon} onSelect={() => void copyLink()}>
          Copy a link to this page
        </MenuItem>
        {capabilities?.canShowInFolder === true && (
          <MenuItem icon={FolderOpenIcon} onSelect={() => void showInFolder()}>
            Show in its folder
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={DeleteIcon} isDangerous onSelect={() => setDialog('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      {dialog === 'rename' && <RenamePageDialog wiki={wiki} entry={page} onClose={close} />}
      {dialog === 'delete' && (
        <DeletePageDialog wiki={wiki} entry={page} isCurrent onClose={close} />
      )}
    </div>
  );
}
