import { $createCodeNode, $isCodeNode, type CodeNode } from '@lexical/code';
import { $isListItemNode, type ListItemNode, type ListType } from '@lexical/list';
import {
  BOLD_ITALIC_STAR,
  BOLD_ITALIC_UNDERSCORE,
  BOLD_STAR,
  BOLD_UNDERSCORE,
  HIGHLIGHT,
  INLINE_CODE,
  ITALIC_STAR,
  ITALIC_UNDERSCORE,
  LINK,
  registerMarkdownShortcuts,
  STRIKETHROUGH,
  type TextMatchTransformer,
} from '@lexical/markdown';
import { $createHeadingNode } from '@lexical/rich-text';
import { mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  $isTextNode,
  COMMAND_PRIORITY_HIGH,
  KEY_ENTER_COMMAND,
  KEY_SPACE_COMMAND,
  type LexicalEditor,
  type RangeSelection,
  type TextNode,
} from 'lexical';
import { $insertFormulaBlock, $replaceWithFormula } from '../formula/formula-commands.ts';
import { typedReference } from '../definitions/typed-references.ts';
import { typedComment, typedFormulas } from '../formula/typed-formula.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $setTask } from '../nodes/node-states.ts';
import { $replaceWithAtom } from '../nodes/replace-with-atom.ts';
import { $directiveFromTyped } from '../containers/directive-commands.ts';
import type { DirectiveNode } from '../containers/DirectiveNode.ts';
import { $calloutFromTyped, $goToBody, $titleAtCaret } from '../containers/callout-commands.ts';
import { $noteSaid } from '../containers/footnote-commands.ts';
import { $bodyFor, $isTask } from '../list-item/item-body-commands.ts';
import { $placeOf } from '../table/grid.ts';
import { $tableAtEnter } from '../table/typed-table.ts';
import { $toggleQuote } from '../containers/toggle-quote.ts';
import { $toggleList } from '../list-item/toggle-list.ts';
import { $insertRule } from './block-commands.ts';
import { typedEmoji } from './typed-emoji.ts';

/** `[[Page]]` typed out in full. */
const wikilink: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [InlineAtomNode],
  importRegExp: /!?\[\[[^[\]\n|]+(?:\|[^[\]\n]+)?\]\]/,
  regExp: /!?\[\[[^[\]\n|]+(?:\|[^[\]\n]+)?\]\]$/,
  trigger: ']',
  replace: (node, match) => {
    const [source] = match;
    const type = source.startsWith('!') ? 'embed' : 'wikilink';
    $replaceWithAtom(node, type, source, 0);
  },
};

/** `[^label]` of a footnote that the page has. */
const footnoteMark: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [InlineAtomNode],
  importRegExp: /\[\^[^\]\s[^]+\]/,
  regExp: /\[\^([^\]\s[^]+)\]$/,
  trigger: ']',
  replace: (node, match) => {
    const [source, label = ''] = match;
    if ($noteSaid(label) === null) return;
    $replaceWithAtom(node, 'footnote', source, 0);
  },
};

/** What a markdown sign at the start of a line makes of it; typed signs go. */
export function registerShortcuts(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerMarkdownShortcuts(editor, [
      BOLD_ITALIC_STAR,
      BOLD_ITALIC_UNDERSCORE,
      BOLD_STAR,
      BOLD_UNDERSCORE,
      ITALIC_STAR,
      ITALIC_UNDERSCORE,
      STRIKETHROUGH,
      HIGHLIGHT,
      INLINE_CODE,
      LINK,
      wikilink,
      ...typedFormulas,
      typedComment,
      typedEmoji,
      typedReference,
      footnoteMark,
    ]),
    editor.registerCommand(
      KEY_SPACE_COMMAND,
      (event) => {
        if (!$applyAtSpace()) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (event?.shiftKey === true || !$applyAtEnter(editor)) return false;
        event?.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}

interface Typed {
  /** From the start of the block to the caret. */
  readonly text: string;
  readonly node: TextNode;
  readonly selection: RangeSelection;
}

/** The caret's text node when it is the first of its block and the caret is collapsed. */
function $typed(): Typed | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const { anchor } = selection;
  const node = anchor.getNode();
  if (!$isTextNode(node) || node.getPreviousSibling() !== null || node.hasFormat('code')) {
    return null;
  }
  return { text: node.getTextContent().slice(0, anchor.offset), node, selection };
}

function $dropTyped({ node, text, selection }: Typed): void {
  node.spliceText(0, text.length, '');
  selection.anchor.set(node.getKey(), 0, 'text');
  selection.focus.set(node.getKey(), 0, 'text');
  if (node.getTextContent() === '') node.remove();
}

function $applyAtSpace(): boolean {
  const typed = $typed();
  const parent = typed?.node.getParent() ?? null;
  if (typed === null || parent === null) return false;
  const task = /^\[([ xX]?)\]$/.exec(typed.text);
  if ($isListItemNode(parent) && task !== null) {
    if ($isTask(parent)) return false;
    $dropTyped(typed);
    $setTask(parent, task[1]?.toLowerCase() === 'x');
    return true;
  }
  if ($isListItemNode(parent) && typed.text === '>' && !$isTask(parent)) {
    $dropTyped(typed);
    $toggleQuote();
    return true;
  }
  if (!$isParagraphNode(parent) || !$isRootOrShadowRoot(parent.getParent())) return false;
  if ($placeOf(parent) !== null) return false;
  if ($calloutFromTyped(parent, typed.text, () => $dropTyped(typed))) return true;
  const heading = /^#{1,6}$/.exec(typed.text);
  if (heading !== null) {
    $dropTyped(typed);
    const tags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
    parent.replace($createHeadingNode(tags[heading[0].length - 1] ?? 'h6'), true);
    return true;
  }
  const type = listTypeOf(typed.text);
  if (type !== null) {
    $dropTyped(typed);
    $toggleList(type);
    return true;
  }
  if (typed.text === '>') {
    $dropTyped(typed);
    $toggleQuote();
    return true;
  }
  return false;
}

function listTypeOf(text: string): ListType | null {
  if (/^[-*+]$/.test(text)) return 'bullet';
  return /^1[.)]$/.test(text) ? 'number' : null;
}

const typedRule = /^(?:-{3,}|\*{3,}|_{3,})$/;
const typedFence = /^(?:```|~~~)([\w+#.-]*)$/;

/** What a line begins that is nothing but a fence of code or of a directive. */
function $fenced(line: string): CodeNode | DirectiveNode | null {
  const fence = typedFence.exec(line);
  if (fence === null) return $directiveFromTyped(line);
  return $createCodeNode(fence[1] === '' ? undefined : fence[1]);
}

/** A fence or a rule typed as all of an item's text begins a block that the item holds. */
function $blockInItem(typed: Typed, item: ListItemNode, editor: LexicalEditor): boolean {
  if (typed.text !== item.getTextContent()) return false;
  if (typed.text === '$$' || typedRule.test(typed.text)) {
    $dropTyped(typed);
    if (typed.text === '$$') $insertFormulaBlock(editor);
    else $insertRule();
    return true;
  }
  const block = $fenced(typed.text);
  if (block === null) return false;
  typed.node.remove();
  $bodyFor(item).append(block);
  block.selectStart();
  return true;
}

function $applyAtEnter(editor: LexicalEditor): boolean {
  const typed = $typed();
  const parent = typed?.node.getParent() ?? null;
  if (typed === null || parent === null) return false;
  if ($isListItemNode(parent)) return $blockInItem(typed, parent, editor);
  if (!$isParagraphNode(parent) || parent.getChildrenSize() !== 1) return false;
  if ($isCodeNode(parent) || typed.text !== typed.node.getTextContent()) return false;
  if ($placeOf(parent) !== null) return false;
  if ($calloutFromTyped(parent, typed.text, () => $dropTyped(typed))) {
    const title = $titleAtCaret();
    if (title !== null) $goToBody(title);
    return true;
  }
  if ($tableAtEnter()) return true;
  if (typed.text === '$$') {
    $replaceWithFormula(parent, editor);
    return true;
  }
  const block = $fenced(typed.text);
  if (block !== null) {
    parent.replace(block);
    block.selectStart();
    return true;
  }
  if (typedRule.test(typed.text)) {
    $dropTyped(typed);
    $insertRule();
    if (parent.isEmpty()) parent.remove();
    return true;
  }
  return false;
}
