import { $isHeadingNode } from '@lexical/rich-text';
import {
  $getNodeByKey,
  $getRoot,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import type { Direction } from '../blocks/block-unit.ts';
import { $placeBlocks } from '../blocks/move-blocks.ts';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import { textOfInlines } from '../find/block-texts.ts';
import { $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { unparkKeys } from '../windowing/sight.ts';

/** A heading of the page itself; one in a quote is the quote's. */
export interface Section {
  /** The same as long as the heading is on the page, parked or not, unless it is new there. */
  readonly key: string;
  readonly level: number;
  readonly text: string;
  readonly place: SectionPlace;
}

interface SectionPlace {
  /** The heading's node, or the one that it is parked in. */
  readonly node: NodeKey;
  /** Which of its blocks it is. */
  readonly index: number;
}

/** The sections of the page, in order; also those that are parked. */
export function $sections(): Section[] {
  const used = new Map<string, number>();
  return $getRoot()
    .getChildren()
    .flatMap((node) => $headingsAt(node).map((heading) => ({ heading, node: node.getKey() })))
    .map(({ heading: { id, index, level, text }, node }) => {
      const name = id ?? `${node} ${index}`;
      const count = used.get(name) ?? 0;
      used.set(name, count + 1);
      // A block that was doubled is there twice.
      const key = count === 0 ? name : `${name} ${count}`;
      return { key, level, text, place: { node, index } };
    });
}

interface HeadingPart {
  readonly id: string | null;
  readonly index: number;
  readonly level: number;
  readonly text: string;
}

const knownHeadings = new WeakMap<readonly BlockNow[], readonly HeadingPart[]>();

function $headingsAt(node: LexicalNode): readonly HeadingPart[] {
  if (!$isHeadingNode(node) && !$isParkedBlocksNode(node)) return [];
  const blocks = $blocksOfTop(node);
  const known = knownHeadings.get(blocks) ?? headingsOf(blocks);
  knownHeadings.set(blocks, known);
  return known;
}

function headingsOf(blocks: readonly BlockNow[]): HeadingPart[] {
  return blocks.flatMap(({ id, model }, index) =>
    model.kind === 'heading'
      ? [{ id, index, level: model.level, text: textOfInlines(model.children).trim() }]
      : [],
  );
}

/** The node of a heading, by its place among the sections; null: it is parked, or there is none. */
export function $headingAt(at: number): LexicalNode | null {
  const node = $getNodeByKey($sections()[at]?.place.node ?? '');
  return $isParkedBlocksNode(node) ? null : node;
}

/** Gives real nodes to headings, by their places among the sections: parking changes nothing of those. */
export function unparkHeadings(editor: LexicalEditor, places: readonly number[]): void {
  const keys = editor.read(() => {
    const sections = $sections();
    return places.flatMap((at) => sections[at]?.place.node ?? []);
  });
  unparkKeys(editor, [...new Set(keys)]);
}

/** Which section goes where. Counts among the sections of the page. */
export interface SectionMove {
  readonly from: number;
  /** What ends it; as many as there are: it goes on to the end of the page. */
  readonly end: number;
  /** The one that it comes before; as many as there are: it comes to the end of the page. */
  readonly to: number;
}

/** A section over the one of its level before or after it; null: there is none. */
export function $moveOver(key: string, direction: Direction): SectionMove | null {
  const sections = $sections();
  const at = sections.findIndex((section) => section.key === key);
  const level = sections[at]?.level;
  if (level === undefined) return null;
  const others = direction === 'up' ? sections.slice(0, at).toReversed() : sections.slice(at + 1);
  const other = others.find((section) => section.level <= level);
  if (other?.level !== level) return null;
  // Down is up for the section that follows.
  return direction === 'up' ? $moveBefore(key, other.key) : $moveBefore(other.key, key);
}

/**
 * A section before a heading.
 *
 * @param before null: to the end of the page
 * @returns null: it stands there, or that is a part of it
 */
export function $moveBefore(key: string, before: string | null): SectionMove | null {
  const sections = $sections();
  const from = sections.findIndex((section) => section.key === key);
  const level = sections[from]?.level;
  if (level === undefined) return null;
  const next = sections.findIndex((section, index) => index > from && section.level <= level);
  const end = next === -1 ? sections.length : next;
  const to =
    before === null ? sections.length : sections.findIndex((section) => section.key === before);
  return to === -1 || (to >= from && to <= end) ? null : { from, end, to };
}

/** What is to be moved, with nodes for where it begins and ends and goes; null: nothing is. */
export function prepareMove(
  editor: LexicalEditor,
  $plan: () => SectionMove | null,
): SectionMove | null {
  const move = editor.read($plan);
  if (move !== null) unparkHeadings(editor, [move.from, move.end, move.to]);
  return move;
}

/** Moves a section with all that is under it; what is parked of that goes along as it is. */
export function $moveSection({ end, from, to }: SectionMove): void {
  const heading = $headingAt(from);
  if (heading === null) return;
  const after = heading.getNextSiblings();
  const next = $headingAt(end);
  const count = next === null ? after.length : after.findIndex((node) => node.is(next));
  const nodes = [heading, ...after.slice(0, count)];
  const target = $headingAt(to);
  const last = $getRoot().getLastChild();
  if (target !== null) $placeBlocks(nodes, target, 'before');
  else if (last !== null) $placeBlocks(nodes, last, 'after');
}
