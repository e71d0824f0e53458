import { mergeRegister } from '@lexical/utils';
import {
  COMMAND_PRIORITY_LOW,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { announce } from '../../ui/Announcer.tsx';
import { $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import { $selectedUnit, type BlockUnit, type Direction } from './block-unit.ts';
import { $doubleUnit, $moveUnit } from './move-blocks.ts';
import { $moveOut } from './move-out.ts';

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keys that move and double blocks; those of tables' rows come first. */
export function registerMoves(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown';
        if (!isArrow || !event.altKey || event.ctrlKey || event.metaKey) return false;
        event.preventDefault();
        $move(event.key === 'ArrowUp' ? 'up' : 'down', event.shiftKey);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isMod = isMac ? event.metaKey : event.ctrlKey;
        if (!isMod || !event.shiftKey || event.altKey || event.key.toLowerCase() !== 'd')
          return false;
        event.preventDefault();
        const unit = $selectedUnit(false);
        if (unit !== null) {
          $doubleUnit(unit);
          announce(`Doubled ${wordsOf(unit)}`);
        }
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
  );
}

function $move(direction: Direction, isWhole: boolean): void {
  const unit = $selectedUnit(isWhole);
  if (unit === null) return;
  const isMoved = $moveUnit(unit, direction) || $moveOut(unit, direction);
  const where = direction === 'up' ? 'first' : 'last';
  announce(isMoved ? `Moved ${wordsOf(unit)} ${direction}, ${$placeOf(unit)}` : `Already ${where}`);
}

function wordsOf({ kind, nodes }: BlockUnit): string {
  if (kind === 'items') return 'item';
  return nodes.length === 1 ? 'block' : `${nodes.length} blocks`;
}

function $placeOf({ nodes: [first] }: BlockUnit): string {
  const before = first?.getPreviousSiblings() ?? [];
  const after = first?.getNextSiblings() ?? [];
  return `place ${$countOf(before) + 1} of ${$countOf(before) + 1 + $countOf(after)}`;
}

function $countOf(nodes: readonly LexicalNode[]): number {
  let count = 0;
  for (const node of nodes) {
    if ($isParkedBlocksNode(node)) count += node.getBlocks().length;
    else count += $isParkedItemsNode(node) ? node.getItems().length : 1;
  }
  return count;
}
