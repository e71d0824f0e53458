import './WikiMenu.css';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import {
  ChevronDownIcon,
  CopyIcon,
  ExternalIcon,
  FolderOpenIcon,
  PeopleIcon,
  SettingsIcon,
} from '../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import { toast } from '../ui/Toast.tsx';
import { navigate } from './routes.ts';

/** The wiki's name, which opens the way to other wikis. */
export function WikiMenu({ summary }: { readonly summary: WikiSummary }) {
  const api = useApi();
  const { wiki, dir, name } = summary;
  const { data: recents } = useCore('wiki.recent', {});
  const { data: capabilities } = useCore('app.capabilities', {});
  const others =
    recents?.recent.filter((each) => each.exists && each.dir !== dir).slice(0, 6) ?? [];

  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => toast({ title: failureMessage(error), kind: 'error' }));
  };
  const open = async (folder: string) => {
    const answer = await api.request('wiki.open', { dir: folder });
    if (answer.kind === 'opened') navigate({ kind: 'home', wiki: answer.summary.wiki });
    else if (answer.kind === 'refused') toast({ title: answer.message, kind: 'error' });
    else navigate({ kind: 'welcome' });
  };

  return (
    <Menu
      trigger={
        <button type="button" className="cp-wiki-name">
          <span>{name}</span>
          <ChevronDownIcon aria-hidden size={16} />
          <span className="cp-visually-hidden">Wiki menu</span>
        </button>
      }
    >
      {others.map((other) => (
        <MenuItem key={other.dir} icon={FolderOpenIcon} onSelect={() => attempt(open(other.dir))}>
          {other.name}
        </MenuItem>
      ))}
      {others.length > 0 && <MenuSeparator />}
      <MenuItem onSelect={() => navigate({ kind: 'welcome' })}>Open or create a wiki…</MenuItem>
      <MenuSeparator />
      <MenuItem icon={PeopleIcon} onSelect={() => navigate({ kind: 'share', wiki })}>
        Sharing
      </MenuItem>
      {capabilities?.canShowInFolder === true ? (
        <MenuItem
          icon={ExternalIcon}
          onSelect={() => attempt(api.request('app.showInFolder', { dir }))}
        >
          Show its folder
        </MenuItem>
      ) : (
        <MenuItem icon={CopyIcon} onSelect={() => attempt(navigator.clipboard.writeText(dir))}>
          Copy its folder’s path
        </MenuItem>
      )}
      <MenuItem icon={SettingsIcon} onSelect={() => navigate({ kind: 'settings', wiki })}>
        Settings
      </MenuItem>
    </Menu>
  );
}
