import { fingerprintOf, type Block, type List, type ListItem } from './blocks.ts';
import { blockOfNode } from './from-mdast.ts';
import { withoutReferences } from './map-inlines.ts';
import { parseApart } from './parse-chunks.ts';
import { type Part, withParts } from './parts.ts';
import { haveSameSource } from './same.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';

const hasBody = (list: List): boolean => list.items.some(holdsBody);

const holdsBody = ({ body, lists }: ListItem): boolean => body.length > 0 || lists.some(hasBody);

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
 * a margin, which tabs and lazy lines can make ambiguous.) A list does where each of its items does, and
 * a directive where its first lines and each block in it do that holds source itself.
 */
export function isStable(model: Block): boolean {
  if (!holdsSource(model)) return true;
  switch (model.kind) {
    case 'list':
      return areStable(model, model.items.filter(holdsBody));
    case 'directive': {
      const { children } = model;
      const firstLines = { ...model, children: children.slice(0, 1) };
      const others = children.slice(1).filter((child) => isSource(child) || holdsSource(child));
      return isKnownStable(firstLines) && areStable(model, others);
    }
    default:
      return isKnownStable(model);
  }
}

// A page is read again whenever it is written, mostly with the same blocks in it.
const knownParts = new WeakMap<Part, boolean>();
const runLength = 16;

/** Whether each of these parts comes back as the only one of its block. */
function areStable(block: Block, parts: readonly Part[]): boolean {
  const fresh = parts.filter((part) => knownParts.get(part) === undefined);
  for (let at = 0; at < fresh.length; at += runLength) {
    const run = fresh.slice(at, at + runLength);
    // In one go they take half the time.
    const isEach = comesBack(withParts(block, run));
    for (const part of run) knownParts.set(part, isEach || comesBack(withParts(block, [part])));
  }
  return parts.every((part) => knownParts.get(part) === true);
}

const known = new Map<string, boolean>();
const maxKnown = 1000;

function isKnownStable(model: Block): boolean {
  const fingerprint = fingerprintOf(model);
  const before = known.get(fingerprint);
  if (before !== undefined) return before;
  if (known.size >= maxKnown) known.clear();
  const isSame = comesBack(model);
  known.set(fingerprint, isSame);
  return isSame;
}

// The definitions of its links may stand elsewhere.
function comesBack(block: Block): boolean {
  const model = withoutReferences(block);
  const text = serialiseBlock(model, defaultStyle);
  const [node, ...others] = parseApart(text) ?? [];
  if (node === undefined || others.length > 0) return false;
  return haveSameSource(blockOfNode(node, text, new Map(), text), model);
}
