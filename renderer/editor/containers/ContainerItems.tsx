import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $addUpdateTag, $getSelection, $isRangeSelection, HISTORY_PUSH_TAG } from 'lexical';
import { MenuItem } from '../../ui/Menu.tsx';
import { $blocksOf } from '../keys/block-commands.ts';
import { $insertCallout } from './callout-commands.ts';
import { FOOTNOTE_COMMAND } from './container-events.ts';

/** Callouts and footnotes among the kinds of block to insert. */
export function ContainerItems(props: {
  /** Told when one is chosen, which takes the focus to the text. */
  readonly onChoose: () => void;
}) {
  const [editor] = useLexicalComposerContext();
  return (
    <>
      <MenuItem
        onSelect={() => {
          editor.update(() => {
            const selection = $getSelection();
            if (!$isRangeSelection(selection)) return;
            $addUpdateTag(HISTORY_PUSH_TAG);
            $insertCallout($blocksOf(selection.getNodes()));
          });
          props.onChoose();
        }}
      >
        Callout
      </MenuItem>
      <MenuItem
        shortcut="Mod+Alt+F"
        onSelect={() => {
          editor.dispatchCommand(FOOTNOTE_COMMAND, undefined);
          props.onChoose();
        }}
      >
        Footnote
      </MenuItem>
    </>
  );
}
