import { $isHeadingNode, type HeadingNode } from '@lexical/rich-text';
import { $getNodeByKey, $getRoot, type LexicalNode, type NodeKey } from 'lexical';
import type { Direction } from '../blocks/block-unit.ts';
import { $placeBlocks } from '../blocks/move-blocks.ts';

/** A heading of the page itself; one in a quote is the quote's. */
export interface Section {
  readonly key: NodeKey;
  readonly level: number;
  readonly text: string;
}

const levelOf = (node: HeadingNode): number => Number(node.getTag().slice(1));

export function $sections(): Section[] {
  return $getRoot()
    .getChildren()
    .filter($isHeadingNode)
    .map((node) => ({
      key: node.getKey(),
      level: levelOf(node),
      text: node.getTextContent().trim(),
    }));
}

/** A heading with all that is under it. */
function $blocksOfSection(key: NodeKey): LexicalNode[] {
  const heading = $getNodeByKey(key);
  if (!$isHeadingNode(heading)) return [];
  const after = heading.getNextSiblings();
  const end = after.findIndex((node) => $isHeadingNode(node) && levelOf(node) <= levelOf(heading));
  return [heading, ...(end === -1 ? after : after.slice(0, end))];
}

/** Moves a section over the one of its level before or after it. False: there is none. */
export function $moveSection(key: NodeKey, direction: Direction): boolean {
  const sections = $sections();
  const at = sections.findIndex((section) => section.key === key);
  const level = sections[at]?.level;
  if (level === undefined) return false;
  const others = direction === 'up' ? sections.slice(0, at).toReversed() : sections.slice(at + 1);
  const other = others.find((section) => section.level <= level);
  if (other?.level !== level) return false;
  // Down is up for the section that follows.
  const [moving, target] = direction === 'up' ? [key, other.key] : [other.key, key];
  return $placeSection(moving, target);
}

/** Moves a section to stand before a heading; null: at the end of the page. */
export function $placeSection(key: NodeKey, before: NodeKey | null): boolean {
  const nodes = $blocksOfSection(key);
  const isOwn = (node: LexicalNode | null): boolean => nodes.some((each) => each.is(node));
  const target = before === null ? $getRoot().getLastChild() : $getNodeByKey(before);
  const isThere = before !== null && nodes.at(-1)?.getNextSibling()?.is(target) === true;
  if (nodes.length === 0 || target === null || isOwn(target) || isThere) return false;
  $placeBlocks(nodes, target, before === null ? 'after' : 'before');
  return true;
}
