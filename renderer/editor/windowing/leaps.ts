import { $getRoot, $isElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import { $isParked, $parkedWithin, $unpark, $unparkWithin } from './park.ts';
import { unparkAround } from './sight.ts';
import { windowUpdate } from './window-update.ts';

// As far as the key leaps, and what it shows then.
const pageScreens = 2.5;

/** Keys that lead further than what stands next to the caret find real text there. */
export function registerLeaps(editor: LexicalEditor): () => void {
  const prepare = (event: KeyboardEvent) => {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key === 'PageDown' || event.key === 'PageUp') unparkAround(editor, pageScreens);
    else if (isMod && event.key.toLowerCase() === 'a') unparkAll(editor);
    else if (isMod && (event.key === 'End' || event.key === 'ArrowDown')) unparkEdge(editor, 'end');
    else if (isMod && (event.key === 'Home' || event.key === 'ArrowUp'))
      unparkEdge(editor, 'start');
  };
  return editor.registerRootListener((root, before) => {
    before?.removeEventListener('keydown', prepare, true);
    root?.addEventListener('keydown', prepare, true);
  });
}

function unparkAll(editor: LexicalEditor): void {
  if (editor.read(() => $parkedWithin($getRoot()).length === 0)) return;
  windowUpdate(editor, () => $unparkWithin($getRoot()));
}

/** The page's first or last block, and within a list its first or last item. */
function unparkEdge(editor: LexicalEditor, edge: 'start' | 'end'): void {
  const $parkedEdge = () => {
    let node: LexicalNode | null = $getRoot();
    while ($isElementNode(node) && !$isParked(node)) {
      node = edge === 'start' ? node.getFirstChild() : node.getLastChild();
    }
    return $isParked(node) ? node : null;
  };
  // What comes out of a parked node may be a list that holds more of them.
  for (let round = 0; round < 2 && editor.read($parkedEdge) !== null; round += 1) {
    windowUpdate(editor, () => {
      const parked = $parkedEdge();
      if (parked !== null) $unpark(parked);
    });
  }
}
