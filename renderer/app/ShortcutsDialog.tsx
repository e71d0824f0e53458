import './ShortcutsDialog.css';
import { useSyncExternalStore } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { currentCommands, onCommandsChange } from './commands.ts';

const inLists = [
  { keys: ['ArrowUp', 'ArrowDown'], words: 'Move in the list of pages or of results' },
  { keys: ['ArrowRight', 'ArrowLeft'], words: 'Open or close a folder' },
  { keys: ['Enter'], words: 'Open what is chosen' },
] as const;
const signs: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** The shortcuts that work on this screen. */
export function ShortcutsDialog(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const commands = useSyncExternalStore(onCommandsChange, currentCommands);
  return (
    <Dialog title="Keyboard shortcuts" open={props.open} onOpenChange={props.onOpenChange}>
      <dl className="cp-shortcuts">
        {commands.map(
          ({ id, title, shortcut }) =>
            shortcut !== undefined && (
              <div key={id}>
                <dt>{title.replace(/…$/, '')}</dt>
                <dd>
                  <Kbd shortcut={shortcut} />
                </dd>
              </div>
            ),
        )}
        {inLists.map(({ keys, words }) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key} shortcut={signs[key] ?? key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
