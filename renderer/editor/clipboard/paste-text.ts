import { $isLinkNode } from '@lexical/link';
import {
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type LexicalNode,
  type RangeSelection,
} from 'lexical';
import type { Block, Inline } from '../../../shared/markdown/model/blocks.ts';
import { $blocksOf } from '../blocks/blocks-of.ts';
import { $linkTo } from '../keys/links.ts';
import { safeUrl } from './html-marks.ts';

/** A text with no sign in it read as markdown: paragraphs, and the lines in them. */
export function plainBlocks(text: string): Block[] {
  return text.split(/\n[ \t]*\n+/).map((paragraph) => ({
    kind: 'paragraph',
    children: paragraph.split('\n').flatMap((line, index): Inline[] => {
      const run: Inline = { kind: 'text', text: line, marks: 0 };
      return index === 0 ? [run] : [{ kind: 'break' }, run];
    }),
  }));
}

/** Makes the selected words a link when what is pasted is an address and nothing else. */
export function $linkSelection(selection: RangeSelection, text: string): boolean {
  const words = selection.getTextContent();
  if (/\s/.test(text.trim()) || selection.isCollapsed() || words.trim() === '') return false;
  // Over an address the new one is written in its place.
  if (safeUrl(words, '') !== null || $blocksOf(selection.getNodes()).length !== 1) return false;
  const url = safeUrl(text, '');
  if (url === null) return false;
  $linkTo(url);
  const after = $getSelection();
  if ($isRangeSelection(after))
    after.anchor.set(after.focus.key, after.focus.offset, after.focus.type);
  return true;
}

/**
 * Leaves of links that would run something only their words. What comes with this editor's own kind of
 * copy may be anybody's: every page can write one.
 */
export function $withoutRunningLinks(nodes: readonly LexicalNode[]): void {
  for (const node of nodes) {
    if (!$isElementNode(node)) continue;
    $withoutRunningLinks(node.getChildren());
    if (!$isLinkNode(node) || !/^(?:javascript|vbscript|data):/i.test(withoutGaps(node.getURL())))
      continue;
    node.setURL('');
    if (node.getParent() === null) continue;
    for (const child of node.getChildren()) node.insertBefore(child);
    node.remove();
  }
}

function withoutGaps(url: string): string {
  return url.replace(/[\p{Cc}\s]+/gu, '');
}
