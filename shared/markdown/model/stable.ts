import { fingerprintOf, type Block, type List } from './blocks.ts';
import { blockOfNode } from './from-mdast.ts';
import { withoutReferences } from './map-inlines.ts';
import { parseInChunks } from './parse-chunks.ts';
import { haveSameSource } from './same.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';

const hasBody = (list: List): boolean =>
  list.items.some((item) => item.body.length > 0 || item.lists.some(hasBody));

const isSource = ({ kind }: Block): boolean => kind === 'opaque' || kind === 'definition';

/** Whether a part of the block is kept as source that was cut out of its lines. */
function holdsSource(block: Block): boolean {
  switch (block.kind) {
    case 'list':
      return hasBody(block);
    case 'quote':
    case 'callout':
    case 'footnote':
      return block.children.some((child) => isSource(child) || holdsSource(child));
    case 'directive':
      return true;
    default:
      return false;
  }
}

/**
 * Whether a block that holds source comes back as it was when written anew. (Its source was cut out by
 * a margin, which tabs and lazy lines can make ambiguous.)
 */
export function isStable(model: Block): boolean {
  if (!holdsSource(model)) return true;
  const fingerprint = fingerprintOf(model);
  const before = known.get(fingerprint);
  if (before !== undefined) return before;
  if (known.size >= maxKnown) known.clear();
  const isSame = comesBack(model);
  known.set(fingerprint, isSame);
  return isSame;
}

// A page is read again whenever it is written, mostly with the same blocks in it.
const known = new Map<string, boolean>();
const maxKnown = 1000;

// The definitions of its links may stand elsewhere.
function comesBack(block: Block): boolean {
  const model = withoutReferences(block);
  const text = serialiseBlock(model, defaultStyle);
  const [node, ...others] = parseInChunks(text) ?? [];
  if (node === undefined || others.length > 0) return false;
  return haveSameSource(blockOfNode(node, text, new Map(), text), model);
}
