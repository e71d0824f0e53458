import { $getNodeByKey, type NodeKey } from 'lexical';
import type { Replacement } from '../../find/find-target.ts';
import { $changeParked } from '../windowing/change-parked.ts';
import { $isParked } from '../windowing/park.ts';
import { createBlockReplacer, type TextChange } from './replace-in-blocks.ts';
import type { Part } from './rich-parts.ts';

/** Replaces in what is parked, which stays so. Returns how many were refused. */
export function $replaceInParked(parts: readonly Part[], changes: readonly Replacement[]): number {
  if (changes.length === 0) return 0;
  const changesOf = new Map<NodeKey, Map<number, TextChange[]>>();
  const firstParts = new Map<NodeKey, number>();
  for (const [index, { parked }] of parts.entries()) {
    if (parked !== null && !firstParts.has(parked)) firstParts.set(parked, index);
  }
  for (const { match, text } of changes) {
    const key = parts[match.part]?.parked ?? '';
    const ofNode = changesOf.get(key) ?? new Map<number, TextChange[]>();
    changesOf.set(key, ofNode);
    const part = match.part - (firstParts.get(key) ?? 0);
    ofNode.set(part, [...(ofNode.get(part) ?? []), { from: match.from, to: match.to, text }]);
  }
  let refused = 0;
  for (const [key, ofNode] of changesOf) {
    const node = $getNodeByKey(key);
    const replacer = createBlockReplacer(ofNode);
    if ($isParked(node)) $changeParked(node, replacer.ofBlock);
    refused += replacer.refused();
  }
  return refused;
}
