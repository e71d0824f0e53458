import {
  $createParagraphNode,
  $getSelection,
  $isLineBreakNode,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  COMMAND_PRIORITY_HIGH,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type TextNode,
} from 'lexical';
import { holdsSource, readDirective } from '../../../shared/markdown/directives.ts';
import { parseBlocks, type Scope } from '../../../shared/markdown/model/read-page.ts';
import { closedDirectives } from '../../../shared/markdown/syntax/closed-directives.ts';
import { $nodesOfBlocks } from '../bridge/import-page.ts';
import { $isBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { $goOnFrom } from '../nodes/node-states.ts';
import { $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { $unpark } from '../windowing/park.ts';
import { $createDirectiveNode } from './DirectiveNode.ts';

/** Enter behind a line of colons closes the nearest `:::name` above it that nothing closes. */
export function registerClosingDirectives(editor: LexicalEditor, scope: Scope): () => void {
  return editor.registerCommand(
    KEY_ENTER_COMMAND,
    (event) => {
      if (event?.shiftKey === true || !$closeDirective(scope)) return false;
      event?.preventDefault();
      return true;
    },
    COMMAND_PRIORITY_HIGH,
  );
}

/** The first line of a directive, and what stands below it in the same block. */
interface Opening {
  readonly head: string;
  readonly size: number;
  readonly $rest: () => readonly LexicalNode[];
}

function $closeDirective(scope: Scope): boolean {
  const closing = $closingAtCaret();
  const paragraph = closing?.getParent();
  if (!closing || !$isParagraphNode(paragraph)) return false;
  const size = closing.getTextContentSize();
  let first: LexicalNode | null = paragraph;
  let opening = $openingOf(first, scope);
  while (opening === null || opening.size > size) {
    first = $previousOf(first);
    if (first === null) return false;
    opening = $openingOf(first, scope);
  }
  const directive = $createDirectiveNode(opening.head);
  const between: LexicalNode[] = [];
  for (let node = first.getNextSibling(); node !== null && !first.is(paragraph);) {
    if (node.is(paragraph)) break;
    between.push(node);
    node = node.getNextSibling();
  }
  closing.getPreviousSibling()?.remove();
  closing.remove();
  const inside = [...opening.$rest(), ...between];
  const isLine = !first.is(paragraph) && !paragraph.isEmpty();
  const below = $createParagraphNode();
  paragraph.insertAfter(below);
  $goOnFrom(directive, first);
  first.insertBefore(directive);
  directive.append(...inside);
  if (isLine) directive.append($createParagraphNode().append(...paragraph.getChildren()));
  if (!first.is(paragraph)) first.remove();
  paragraph.remove();
  below.select();
  return true;
}

/** A line of nothing but colons that ends a paragraph, with the caret behind it. */
function $closingAtCaret(): TextNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node) || !/^:{3,}$/.test(node.getTextContent())) return null;
  const before = node.getPreviousSibling();
  const isLine = before === null || $isLineBreakNode(before);
  const isEnd = selection.anchor.offset === node.getTextContentSize();
  return isLine && isEnd && node.getNextSibling() === null ? node : null;
}

function $openingOf(node: LexicalNode, scope: Scope): Opening | null {
  if ($isBlockAtomNode(node)) {
    const source = node.getSource();
    const [line = '', ...lines] = source.split(/\r\n|\r|\n/);
    if (closedDirectives(source).size > 0) return null;
    return openingOn(line, () => {
      const blocks = parseBlocks(lines.join('\n'), scope) ?? [];
      return $nodesOfBlocks(blocks.map(({ model }) => model));
    });
  }
  const first = $isParagraphNode(node) ? node.getFirstChild() : null;
  const next = first?.getNextSibling() ?? null;
  if (!$isTextNode(first) || (next !== null && !$isLineBreakNode(next))) return null;
  return openingOn(first.getTextContent(), () => {
    const rest = next?.getNextSiblings() ?? [];
    return rest.length === 0 ? [] : [$createParagraphNode().append(...rest)];
  });
}

function openingOn(line: string, $rest: Opening['$rest']): Opening | null {
  const [, colons = '', head = ''] = /^(:{3,})(?!:)(.+)$/.exec(line) ?? [];
  if (head === '' || readDirective(head) === null || holdsSource(head)) return null;
  return { head, size: colons.length, $rest };
}

/** The block above, also where it is parked. */
function $previousOf(node: LexicalNode): LexicalNode | null {
  const before = node.getPreviousSibling();
  if (!$isParkedBlocksNode(before)) return before;
  return $unpark(before).at(-1) ?? null;
}
