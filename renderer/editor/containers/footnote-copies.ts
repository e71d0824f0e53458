import { $isElementNode, type LexicalNode } from 'lexical';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $freshLabel, $labelOfMark, $notesOnPage } from './footnote-commands.ts';
import { labelKey } from './footnote-models.ts';
import { $isFootnoteNode } from './FootnoteNode.ts';

/**
 * Gives footnotes that come in beside others of the same label one of their own, and the marks that came
 * along with them: a reader would be led to the first of two, and never see the other.
 *
 * @param nodes not on the page yet
 */
export function $renameCopies(nodes: readonly LexicalNode[]): void {
  const all = nodes.flatMap($withDescendants);
  const notes = all.filter($isFootnoteNode);
  if (notes.length === 0) return;
  const taken = new Set($notesOnPage().map((note) => labelKey(note.label)));
  const renamed = new Map<string, string>();
  const fresh = new Set<string>();
  for (const note of notes) {
    const key = labelKey(note.getLabel());
    if (!taken.has(key)) {
      taken.add(key);
      continue;
    }
    const label = $freshLabel(fresh);
    fresh.add(label);
    if (!renamed.has(key)) renamed.set(key, label);
    note.setLabel(label);
  }
  for (const node of all) {
    const label = renamed.get(labelKey($labelOfMark(node) ?? ''));
    if (label !== undefined && $isInlineAtomNode(node)) node.setSource(`[^${label}]`);
  }
}

function $withDescendants(node: LexicalNode): LexicalNode[] {
  return $isElementNode(node) ? [node, ...node.getChildren().flatMap($withDescendants)] : [node];
}
