import { $isQuoteNode } from '@lexical/rich-text';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isRootNode,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { $blocksOf } from '../blocks/blocks-of.ts';
import { $calloutOf, $titleAtCaret, $titleOf } from './callout-commands.ts';
import { isOnOuterLine } from '../keys/outer-line.ts';
import { $isCalloutNode, CalloutNode } from './CalloutNode.ts';
import { $createCalloutTitleNode, CalloutTitleNode } from './CalloutTitleNode.ts';
import { OPEN_KINDS_COMMAND } from './container-events.ts';
import type { ContainerNode } from './ContainerNode.ts';
import { $isDirectiveNode } from './DirectiveNode.ts';
import { $isFootnoteNode, FootnoteNode } from './FootnoteNode.ts';
import { $joinAbove } from './join-above.ts';
import { registerDirectives } from './register-directives.ts';
import { registerFootnotes } from './register-footnotes.ts';

/** What keeps callouts, directives and footnotes in shape, and the keys that lead in and out of them. */
export function registerContainers(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerShape(editor),
    registerFootnotes(editor),
    registerDirectives(editor),
    registerToolPress(editor),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (event?.shiftKey === true || !$leave()) return false;
        event?.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    // A title is one line: Shift+Enter goes on in the body too.
    editor.registerCommand(
      INSERT_LINE_BREAK_COMMAND,
      () => $titleAtCaret() !== null && editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_BACKSPACE_COMMAND,
      (event) => {
        if (!$joinAbove()) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ARROW_DOWN_COMMAND,
      (event) => $stepOut(editor, event, 'after'),
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ARROW_UP_COMMAND,
      (event) => $stepOut(editor, event, 'before'),
      COMMAND_PRIORITY_LOW,
    ),
  );
}

function registerShape(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerNodeTransform(CalloutNode, (callout) => {
      if ($titleOf(callout) !== null) return;
      const title = $createCalloutTitleNode();
      callout.splice(0, 0, [title]);
    }),
    // A title that left its place is a paragraph.
    editor.registerNodeTransform(CalloutTitleNode, (title) => {
      const isInPlace = $isCalloutNode(title.getParent()) && title.getPreviousSibling() === null;
      if (!isInPlace) title.replace($createParagraphNode(), true);
    }),
    editor.registerNodeTransform(FootnoteNode, (note) => {
      if (note.isEmpty()) note.append($createParagraphNode());
    }),
  );
}

const $isOwn = (node: LexicalNode | null): node is ContainerNode =>
  $isCalloutNode(node) || $isDirectiveNode(node) || $isFootnoteNode(node);
const $isContainer = (node: LexicalNode): boolean => $isOwn(node) || $isQuoteNode(node);

/** Enter on an empty last paragraph goes on below. */
function $leave(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const node = selection.anchor.getNode();
  const container = node.getParent();
  if (!$isParagraphNode(node) || !node.isEmpty()) return false;
  if (!$isOwn(container) || node.getNextSibling() !== null || container.getChildrenSize() === 1)
    return false;
  const paragraph = $createParagraphNode();
  container.insertAfter(paragraph);
  node.remove();
  paragraph.select();
  return true;
}

/** The arrows lead out of a container that begins or ends the page, to a new paragraph. */
function $stepOut(editor: LexicalEditor, event: KeyboardEvent, side: 'before' | 'after'): boolean {
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const [block] = $blocksOf([selection.anchor.getNode()]);
  if (block === undefined) return false;
  let outer = block;
  const isAtEdge = (node: LexicalNode): boolean =>
    (side === 'after' ? node.getNextSibling() : node.getPreviousSibling()) === null;
  let parent = outer.getParent();
  while (parent !== null && $isContainer(parent) && isAtEdge(outer)) {
    outer = parent;
    parent = outer.getParent();
  }
  if (outer.is(block) || !isAtEdge(outer) || !$isRootNode(outer.getParent())) return false;
  if (!isOnOuterLine(editor.getElementByKey(block.getKey()), side)) return false;
  event.preventDefault();
  const paragraph = $createParagraphNode();
  if (side === 'after') outer.insertAfter(paragraph);
  else outer.insertBefore(paragraph);
  paragraph.select();
  return true;
}

const toolOf = (event: MouseEvent): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-callout-tool]') : null;

function $calloutOfTool(tool: HTMLElement): CalloutNode | null {
  const node = $getNearestNodeFromDOMNode(tool);
  return node === null ? null : $calloutOf(node);
}

// The screen's selection stays until the menu closes: on its way it would take the focus from the menu.
// What the pointer is above by then may have moved, so the end of the press counts wherever it is.
function registerToolPress(editor: LexicalEditor): () => void {
  const press = (event: MouseEvent) => {
    const tool = toolOf(event);
    if (tool === null) return;
    event.preventDefault();
    editor.update(
      () => {
        const callout = $calloutOfTool(tool);
        const title = callout && $titleOf(callout);
        if (title !== null && !title.is($titleAtCaret())) title.selectEnd();
      },
      { tag: SKIP_DOM_SELECTION_TAG },
    );
    const act = () => {
      if (tool.dataset['calloutTool'] === 'kind') {
        editor.dispatchCommand(OPEN_KINDS_COMMAND, undefined);
        return;
      }
      editor.update(() => {
        $addUpdateTag(HISTORY_PUSH_TAG);
        const callout = $calloutOfTool(tool);
        callout?.setFold(callout.getFold() === '-' ? '+' : '-');
      });
    };
    window.addEventListener('mouseup', act, { once: true });
  };
  return editor.registerRootListener((root, before) => {
    before?.removeEventListener('mousedown', press);
    root?.addEventListener('mousedown', press);
  });
}
