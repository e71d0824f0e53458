import { useState } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { useSettings } from '../client/settings.ts';
import { NewPageDialog } from '../pages/NewPageDialog.tsx';
import { askForNewPage } from '../pages/new-page.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { useCommands } from './commands.ts';
import { QuickSwitcher } from './QuickSwitcher.tsx';
import { navigate, pageOf } from './routes.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import type { WikiRoute } from './WikiShell.tsx';

/** The commands that every screen of a wiki has, and the dialogs they open. */
export function WikiCommands(props: {
  readonly route: WikiRoute;
  readonly summary: WikiSummary;
  readonly onToggleSidebar: () => void;
}) {
  const { wiki } = props.summary;
  const { updateSettings } = useSettings();
  const [dialog, setDialog] = useState<'none' | 'palette' | 'switcher' | 'shortcuts'>('none');
  const close = (open: boolean) => {
    if (!open) setDialog('none');
  };
  const current = pageOf(props.route);

  useCommands([
    {
      id: 'go-to-page',
      title: 'Go to a page…',
      shortcut: 'Mod+K',
      run: () => setDialog('switcher'),
    },
    {
      id: 'palette',
      title: 'All commands…',
      shortcut: 'Mod+Shift+P',
      run: () => setDialog('palette'),
    },
    {
      id: 'search',
      title: 'Search the wiki',
      shortcut: '/',
      run: () => navigate({ kind: 'search', wiki, query: '' }),
    },
    { id: 'new-page', title: 'New page…', shortcut: 'n', run: () => askForNewPage(current) },
    { id: 'home', title: 'Front page', run: () => navigate({ kind: 'home', wiki }) },
    { id: 'recent', title: 'Recent changes', run: () => navigate({ kind: 'recent', wiki }) },
    { id: 'share', title: 'Sharing', run: () => navigate({ kind: 'share', wiki }) },
    {
      id: 'settings',
      title: 'Settings',
      shortcut: 'Mod+,',
      run: () => navigate({ kind: 'settings', wiki }),
    },
    {
      id: 'sidebar',
      title: 'Show or hide the sidebar',
      shortcut: 'Mod+\\',
      run: props.onToggleSidebar,
    },
    { id: 'wikis', title: 'Open another wiki', run: () => navigate({ kind: 'welcome' }) },
    { id: 'light', title: 'Light theme', run: () => updateSettings({ theme: 'light' }) },
    { id: 'dark', title: 'Dark theme', run: () => updateSettings({ theme: 'dark' }) },
    { id: 'system', title: 'Theme of the system', run: () => updateSettings({ theme: 'system' }) },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      shortcut: '?',
      run: () => setDialog('shortcuts'),
    },
  ]);

  return (
    <>
      <QuickSwitcher
        wiki={wiki}
        current={current}
        open={dialog === 'switcher'}
        onOpenChange={close}
      />
      <CommandPalette open={dialog === 'palette'} onOpenChange={close} />
      <ShortcutsDialog open={dialog === 'shortcuts'} onOpenChange={close} />
      <NewPageDialog wiki={wiki} />
    </>
  );
}
