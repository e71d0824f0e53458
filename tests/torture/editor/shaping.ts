import { $isListItemNode, $isListNode } from '@lexical/list';
import { $isTableNode } from '@lexical/table';
import {
  $addUpdateTag,
  $createNodeSelection,
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $setSelection,
  HISTORY_PUSH_TAG,
  INDENT_CONTENT_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalNode,
  OUTDENT_CONTENT_COMMAND,
} from 'lexical';
import { $dfs } from '@lexical/utils';
import { $placeBlocks } from '../../../renderer/editor/blocks/move-blocks.ts';
import { isOnlyList } from '../../../renderer/editor/blocks/block-unit.ts';
import { $placeItem, $placeItemAsBlock } from '../../../renderer/editor/blocks/move-items.ts';
import { editorCommands } from '../../../renderer/editor/commands/editor-commands.ts';
import {
  $setKind,
  $unwrapToQuote,
  calloutKinds,
} from '../../../renderer/editor/containers/callout-commands.ts';
import {
  $renameDirective,
  $unwrapDirective,
  directiveNames,
} from '../../../renderer/editor/containers/directive-commands.ts';
import { $isDirectiveNode } from '../../../renderer/editor/containers/DirectiveNode.ts';
import { $isCalloutNode } from '../../../renderer/editor/containers/CalloutNode.ts';
import { FOOTNOTE_COMMAND } from '../../../renderer/editor/containers/container-events.ts';
import { $changeDefinition } from '../../../renderer/editor/definitions/definition-commands.ts';
import { $isDefinitionNode } from '../../../renderer/editor/definitions/DefinitionNode.ts';
import {
  READ_SOURCE_COMMAND,
  WRITE_SOURCE_COMMAND,
} from '../../../renderer/editor/keys/open-commands.ts';
import { $setTask, $taskOf } from '../../../renderer/editor/nodes/node-states.ts';
import { $isBlockAtomNode } from '../../../renderer/editor/nodes/BlockAtomNode.tsx';
import {
  $createInlineAtomNode,
  $isInlineAtomNode,
} from '../../../renderer/editor/nodes/InlineAtomNode.ts';
import {
  $moveBefore,
  $moveOver,
  $moveSection,
  prepareMove,
  $sections,
} from '../../../renderer/editor/outline/sections.ts';
import { $runTableCommand, tableCommands } from '../../../renderer/editor/table/table-commands.ts';
import type { Act } from './acts.ts';
import { $caretAnywhere, $cells, $items, $selectAcrossLines, oneOf } from './places.ts';

const keysOf = <Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(record) as Name[];

const $nodes = (): LexicalNode[] => $dfs().map(({ node }) => node);

function arrow(name: 'ArrowUp' | 'ArrowDown', isWhole: boolean): KeyboardEvent {
  return new KeyboardEvent('keydown', { key: name, altKey: true, shiftKey: isWhole });
}

/** What is done to blocks, items, cells and containers as such. */
export const shaping: Readonly<Record<string, Act>> = {
  move: ({ editor, change }, random) => {
    const event = arrow(random.pick(['ArrowUp', 'ArrowDown']), random.below(4) === 0);
    change(() => {
      if ($caretAnywhere(random)) editor.dispatchCommand(KEY_DOWN_COMMAND, event);
    });
  },
  drag: ({ change }, random) => {
    change(() => {
      const blocks = $getRoot().getChildren();
      const [block, target] = [oneOf(blocks, random), oneOf(blocks, random)];
      if (block !== null && target !== null)
        $placeBlocks([block], target, random.pick(['before', 'after']));
    });
  },
  dragItem: ({ change }, random) => {
    change(() => {
      const items = $items().filter((item) => !isOnlyList(item));
      const [item, target] = [oneOf(items, random), oneOf(items, random)];
      const block = oneOf($getRoot().getChildren(), random);
      const side = random.pick(['before', 'after'] as const);
      if (item === null || target === null || block === null) return;
      if (random.below(4) > 0) $placeItem(item, target, side);
      else if (!$isListNode(block)) $placeItemAsBlock(item, block, side);
    });
  },
  moveSection: ({ change, editor }, random) => {
    const move = prepareMove(editor, () => {
      const [one, other] = [oneOf($sections(), random), oneOf($sections(), random)];
      if (one === null || other === null) return null;
      if (random.below(2) === 0) return $moveOver(one.key, random.pick(['up', 'down']));
      return $moveBefore(one.key, random.below(4) === 0 ? null : other.key);
    });
    if (move !== null) change(() => $moveSection(move));
  },
  double: ({ editor, change }, random) => {
    change(() => {
      const event = new KeyboardEvent('keydown', { key: 'd', ctrlKey: true, shiftKey: true });
      if ($caretAnywhere(random)) editor.dispatchCommand(KEY_DOWN_COMMAND, event);
    });
  },
  deleteBlock: ({ change }, random) => {
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      $setSelection(null);
      const block = oneOf($getRoot().getChildren(), random);
      if ($getRoot().getChildrenSize() === 1) block?.replace($createParagraphNode());
      else block?.remove();
    });
  },
  deleteAtom: ({ editor, change }, random) => {
    change(() => {
      const atom = oneOf($nodes().filter($isDecoratorNode), random);
      if (atom === null) return;
      const selection = $createNodeSelection();
      selection.add(atom.getKey());
      $setSelection(selection);
      editor.dispatchCommand(KEY_DELETE_COMMAND, new KeyboardEvent('keydown', { key: 'Delete' }));
    });
  },
  indent: ({ editor, change }, random) => {
    change(() => {
      oneOf($items(), random)?.selectStart();
      const command = random.pick([
        INDENT_CONTENT_COMMAND,
        INDENT_CONTENT_COMMAND,
        OUTDENT_CONTENT_COMMAND,
      ]);
      editor.dispatchCommand(command, undefined);
    });
  },
  tab: ({ editor, change }, random) => {
    const event = new KeyboardEvent('keydown', { key: 'Tab', shiftKey: random.below(2) === 0 });
    change(() => {
      if ($caretAnywhere(random)) editor.dispatchCommand(KEY_TAB_COMMAND, event);
    });
  },
  toggleTask: ({ change }, random) => {
    change(() => {
      const tasks = $items().filter((item) => $taskOf(item) !== null);
      $addUpdateTag(HISTORY_PUSH_TAG);
      const task = oneOf(tasks, random);
      if (task !== null) $setTask(task, $taskOf(task) === false);
    });
  },
  deleteItem: ({ change }, random) => {
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const item = oneOf($items(), random);
      const list = item?.getParent() ?? null;
      $setSelection(null);
      if ($isListNode(list) && list.getChildren().filter($isListItemNode).length > 1)
        item?.remove();
    });
  },
  // All that the toolbar and the menus offer, and with it what other features add there.
  command: ({ editor, change }, random) => {
    const command = random.pick(editorCommands);
    change(() => {
      const isPlaced = random.below(4) === 0 ? $selectAcrossLines(random) : $caretAnywhere(random);
      if (!isPlaced || $getSelection() === null) return;
      $addUpdateTag(HISTORY_PUSH_TAG);
      if (command.opensDialog !== true) command.run(editor);
    });
  },
  table: ({ change }, random) => {
    const name = random.pick(keysOf(tableCommands).filter((each) => each !== 'deleteTable'));
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      oneOf($cells(), random)?.selectEnd();
      $runTableCommand(name);
    });
  },
  directive: ({ change }, random) => {
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const directive = oneOf($nodes().filter($isDirectiveNode), random);
      if (directive === null) return;
      if (random.below(3) > 0) $renameDirective(directive, random.pick(directiveNames));
      else $unwrapDirective(directive);
    });
  },
  callout: ({ change }, random) => {
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const callout = oneOf($nodes().filter($isCalloutNode), random);
      if (callout === null) return;
      const kind = random.pick(calloutKinds);
      const way = random.below(3);
      if (way === 0) callout.setFold(random.pick(['+', '-', null]));
      else if (way === 1) $setKind(callout, kind);
      else $unwrapToQuote(callout);
    });
  },
  footnote: ({ editor, change }, random) => {
    change(() => {
      if ($caretAnywhere(random)) editor.dispatchCommand(FOOTNOTE_COMMAND, undefined);
    });
  },
  definition: ({ change }, random) => {
    change(() => {
      const definition = oneOf($nodes().filter($isDefinitionNode), random);
      if (definition === null) return;
      const address = definition.getAddress();
      const url = random.pick(['new.md', 'a b.md', address.url]);
      const label = random.pick(['ref', 'Ref', 'two', address.label, address.label]);
      $changeDefinition(definition, { url, label, title: random.pick(['', 'a "t"']) });
    });
  },
  editSource: ({ editor, change }, random) => {
    change(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const atom = oneOf($nodes().filter($isBlockAtomNode), random);
      if (atom === null) return;
      const source = atom.getSource();
      const at = random.below(source.length + 1);
      const changed = random.pick([
        `${source}\nmore`,
        `${source.slice(0, at)} x ${source.slice(at)}`,
        source.replace(/<(\w+)>/g, '<$1 class="y">'),
        'plain *words*',
      ]);
      const key = atom.getKey();
      editor.dispatchCommand(WRITE_SOURCE_COMMAND, { key, before: source, source: changed });
      // Else it is left open, and is written as it stands.
      const isClosed = random.below(3) > 0;
      if (isClosed) editor.dispatchCommand(READ_SOURCE_COMMAND, { key, before: source });
    });
  },
  putAtom: ({ change }, random) => {
    change(() => {
      const line = $nodes().filter($isInlineAtomNode);
      const atom = oneOf(line, random);
      const [type, source] = random.pick([
        ['wikilink', '[[Another page|named]]'],
        ['emoji', ':+1:'],
      ] as const);
      const made = $createInlineAtomNode(type, source, random.pick([0, 1, 2]));
      if (atom === null) {
        const table = oneOf($getRoot().getChildren(), random);
        if ($isElementNode(table) && !$isTableNode(table)) table.selectEnd().insertNodes([made]);
      } else atom.insertAfter(made);
    });
  },
};
