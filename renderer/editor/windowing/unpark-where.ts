import { $getNodeByKey, $getRoot, $onUpdate, type LexicalEditor, type NodeKey } from 'lexical';
import { $foundInParked, type Look } from '../bridge/look-through.ts';
import { $isParked, $parkedWithin, $unpark } from './park.ts';
import { windowUpdate } from './window-update.ts';

// What comes out of a parked node may be a list that holds more of them.
const maxRounds = 3;

/** Gives real nodes to all that is parked together with something of this kind. Never call it within an update. */
export function unparkWhere<Found>(
  editor: LexicalEditor,
  look: Look<Found>,
  isMeant: (found: Found) => boolean,
): void {
  for (let round = 0; round < maxRounds; round += 1) {
    const keys = editor.read(() => $parkedWhere(look, isMeant));
    if (keys.length === 0) return;
    windowUpdate(editor, () => {
      for (const key of keys) {
        const node = $getNodeByKey(key);
        if ($isParked(node)) $unpark(node);
      }
    });
  }
}

/** Runs a change that needs real nodes of something: at once, or after this update where they are parked. */
export function $runUnparked<Found>(
  editor: LexicalEditor,
  look: Look<Found>,
  isMeant: (found: Found) => boolean,
  $run: () => void,
): void {
  if ($parkedWhere(look, isMeant).length === 0) {
    $run();
    return;
  }
  $onUpdate(() => {
    unparkWhere(editor, look, isMeant);
    editor.update($run);
  });
}

function $parkedWhere<Found>(look: Look<Found>, isMeant: (found: Found) => boolean): NodeKey[] {
  return $parkedWithin($getRoot())
    .filter((node) => $foundInParked(look, node).some(isMeant))
    .map((node) => node.getKey());
}
