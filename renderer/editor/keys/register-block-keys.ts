import { $isListItemNode, type ListItemNode } from '@lexical/list';
import { $isQuoteNode } from '@lexical/rich-text';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isNodeSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isRootNode,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  INDENT_CONTENT_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  OUTDENT_CONTENT_COMMAND,
  TextNode,
} from 'lexical';
import { aroundMarks, mark } from '../../../shared/markdown/model/blocks.ts';
import { $canNest, $selectedItems } from '../list-item/item-body-commands.ts';
import { OPEN_LINK_COMMAND } from './open-commands.ts';

const knownMarks = aroundMarks | mark.code;

/** Keys that indent, leave and delete blocks. */
export function registerBlockKeys(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerCommand(KEY_TAB_COMMAND, $tab, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (event?.shiftKey === true || !$leaveQuote()) return false;
        event?.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(KEY_BACKSPACE_COMMAND, $deleteSelectedNodes, COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_DELETE_COMMAND, $deleteSelectedNodes, COMMAND_PRIORITY_LOW),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isMod = event.ctrlKey || event.metaKey;
        if (isMod && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
          event.preventDefault();
          return editor.dispatchCommand(OPEN_LINK_COMMAND, undefined);
        }
        return false;
      },
      COMMAND_PRIORITY_LOW,
    ),
    // What markdown has no sign for (underline, colours of a paste) must not look as if it stayed.
    editor.registerNodeTransform(TextNode, (node) => {
      const format = node.getFormat();
      if ((format & knownMarks) !== format) node.setFormat(format & knownMarks);
      if (node.getStyle() !== '') node.setStyle('');
    }),
  );

  /** Indents in lists (and code, by itself); elsewhere Tab leaves the text, as it does on any page. */
  function $tab(event: KeyboardEvent): boolean {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return false;
    const { anchor, focus } = selection;
    const first = (selection.isBackward() ? focus : anchor).getNode();
    const item = $findMatchingParent(first, $isListItemNode);
    if (item !== null && !event.shiftKey && !$canNest(item)) {
      event.preventDefault();
      $indentBelow(item);
      return true;
    }
    if ($findMatchingParent(anchor.getNode(), $isListItemNode) !== null) {
      event.preventDefault();
      return editor.dispatchCommand(
        event.shiftKey ? OUTDENT_CONTENT_COMMAND : INDENT_CONTENT_COMMAND,
        undefined,
      );
    }
    return false;
  }
}

/** Indents the selected items of a list but its first, which has none above it to go below. */
function $indentBelow(first: ListItemNode): void {
  const below = $selectedItems().filter(
    (item) => !item.is(first) && item.getParent()?.is(first.getParent()) === true,
  );
  for (const item of below) item.setIndent(item.getIndent() + 1);
}

/** Enter on an empty last paragraph of a quote goes on below it. */
function $leaveQuote(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const node = selection.anchor.getNode();
  const quote = node.getParent();
  if (!$isParagraphNode(node) || !node.isEmpty() || !$isQuoteNode(quote)) return false;
  if (node.getNextSibling() !== null || quote.getChildrenSize() === 1) return false;
  const paragraph = $createParagraphNode();
  quote.insertAfter(paragraph);
  node.remove();
  paragraph.select();
  return true;
}

function $deleteSelectedNodes(event: KeyboardEvent): boolean {
  const selection = $getSelection();
  if (!$isNodeSelection(selection)) return false;
  const [first] = selection.getNodes();
  if (first === undefined) return false;
  event.preventDefault();
  first.selectPrevious();
  for (const node of selection.getNodes()) {
    const parent = node.getParent();
    if ($isRootNode(parent) && parent.getChildrenSize() === 1)
      node.replace($createParagraphNode()).selectEnd();
    else node.remove();
  }
  return true;
}
