import type { HistoryState } from '@lexical/history';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNodeByKey,
  $getState,
  $isElementNode,
  $onUpdate,
  COMMAND_PRIORITY_LOW,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type NodeKey,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
} from 'lexical';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { parseBlocks, type Scope } from '../../../shared/markdown/model/read-page.ts';
import { $nodesOfBlocks } from '../bridge/import-page.ts';
import { READ_SOURCE_COMMAND, WRITE_SOURCE_COMMAND } from '../keys/open-commands.ts';
import { $selectWhole } from '../keys/register-opaque-keys.ts';
import { $isBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { blockIdState } from '../nodes/node-states.ts';

/**
 * Takes in the source of a block while a person writes it, so that drafts and saves have each letter,
 * and reads it when they are done. For the page's history that is one step; none where all is as it was.
 */
export function registerSources(
  editor: LexicalEditor,
  history: HistoryState,
  scope: Scope,
): () => void {
  let open: NodeKey | null = null;
  let step: HistoryState['undoStack'][number] | undefined;
  const hasStep = () => step !== undefined && history.undoStack.includes(step);
  const $tagStep = () => {
    if (hasStep()) {
      $addUpdateTag(HISTORY_MERGE_TAG);
      return;
    }
    const before = history.undoStack.at(-1);
    $addUpdateTag(HISTORY_PUSH_TAG);
    $onUpdate(() => {
      const last = history.undoStack.at(-1);
      step = last === before ? undefined : last;
    });
  };
  const end = () => {
    open = null;
    step = undefined;
  };
  const read = (source: string): readonly Block[] =>
    (parseBlocks(source, scope) ?? []).map(({ model }) => model);

  return mergeRegister(
    editor.registerCommand(
      WRITE_SOURCE_COMMAND,
      ({ key, before, source }) => {
        const node = $getNodeByKey(key);
        if (!$isBlockAtomNode(node) || node.getSource() === source) return true;
        if (open !== key) end();
        open = key;
        $tagStep();
        // The caret is in the source, not in the text.
        $addUpdateTag(SKIP_DOM_SELECTION_TAG);
        $addUpdateTag(SKIP_SCROLL_INTO_VIEW_TAG);
        let blocks: readonly Block[] | null = null;
        node.setSource(source, source === before ? null : () => (blocks ??= read(source)));
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      READ_SOURCE_COMMAND,
      ({ key, before }) => {
        const node = $getNodeByKey(key);
        if (!$isBlockAtomNode(node)) return true;
        if (node.getSource() === before) {
          // All is as it was; another step may have been made upon this one.
          if (open === key && hasStep() && history.undoStack.at(-1) === step) {
            history.undoStack.pop();
            $addUpdateTag(HISTORY_MERGE_TAG);
            node.markDirty();
          }
          end();
          return true;
        }
        $tagStep();
        const id = $getState(node, blockIdState);
        const nodes = $nodesOfBlocks(node.getBlocks(), id === '' ? [] : [id]);
        const made = nodes.length === 0 ? [$createParagraphNode()] : nodes;
        for (const each of made) node.insertBefore(each);
        const isSelected = node.isSelected();
        node.remove();
        const last = made.at(-1);
        if (isSelected && $isElementNode(last)) last.selectEnd();
        else if (isSelected && last !== undefined) $selectWhole(last);
        $onUpdate(end);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
  );
}
