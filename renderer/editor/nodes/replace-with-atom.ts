import type { TextNode } from 'lexical';
import { $createInlineAtomNode, type InlineAtomNode } from './InlineAtomNode.ts';

/** Puts an atom in the place of what was typed, with the caret behind it. */
export function $replaceWithAtom(
  typed: TextNode,
  ...atom: Parameters<typeof $createInlineAtomNode>
): InlineAtomNode {
  const made = $createInlineAtomNode(...atom);
  typed.replace(made);
  made.selectNext(0, 0);
  return made;
}
