import type { Block, Inline, Link, LinkPart } from './blocks.ts';
import type { Targets } from './from-mdast.ts';
import { identifierOf } from './link-label.ts';
import { mapInlines } from './map-inlines.ts';
import { changeParts, isEqual, type Part, partsOf } from './parts.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';

type Change = (block: Block) => Block;

const knownFollowers = new WeakMap<Targets, Change>();

/** The block with links that are written by a label leading where its definition says now. */
export function followed(block: Block, targets: Targets): Block {
  const change = knownFollowers.get(targets) ?? onceForEach((link) => follow(link, targets));
  knownFollowers.set(targets, change);
  return change(block);
}

const knownSettlers = new WeakMap<Targets, Change>();

/**
 * The block as it can be written among these definitions: a link that leads elsewhere than its label
 * says has its address in it, and so has a picture whose definition is gone.
 *
 * @param before where labels led when the page was read
 */
export function settled(block: Block, targets: Targets, before: Targets): Block {
  const change =
    knownSettlers.get(targets) ??
    onceForEach(
      (link) => settle(link, targets),
      (part) => settlePicture(part, targets, before),
    );
  knownSettlers.set(targets, change);
  return change(block);
}

/** @param ofPart what becomes of what is no link, also within one */
function onceForEach(
  ofLink: (link: Link) => Link,
  ofPart: (part: LinkPart) => LinkPart = (part) => part,
): Change {
  const changed = new WeakMap<Block, Block>();
  const changedParts = new WeakMap<Part, Part>();
  const ofInline = (inline: Inline): Inline[] => {
    if (inline.kind !== 'link') return [ofPart(inline)];
    return [ofLink({ ...inline, children: inline.children.map(ofPart) })];
  };
  // The same object for what is the same: what it is written as is known by it.
  const ofBlock = (block: Block): Block => {
    const made = mapInlines(block, ofInline);
    return isEqual(made, block) ? block : made;
  };
  return (block) => {
    if (!refers(block)) return block;
    const known = changed.get(block);
    if (known !== undefined) return known;
    const now = changeParts(block, changedParts, ofBlock);
    changed.set(block, now);
    return now;
  };
}

const knownToRefer = new WeakMap<Part, boolean>();

/** Whether what a block, or a part of one, says may depend on a definition. */
function refers(part: Part): boolean {
  const known = knownToRefer.get(part);
  if (known !== undefined) return known;
  const parts = 'kind' in part ? partsOf(part) : null;
  const now = parts?.some(refers) ?? /"reference":|"type":"image"/.test(JSON.stringify(part));
  knownToRefer.set(part, now);
  return now;
}

function follow(link: Link, targets: Targets): Link {
  const target = targets.get(identifierOf(link.reference ?? ''));
  if (link.reference === undefined || target === undefined) return link;
  const { url, title, label } = target;
  return { ...link, url, title, reference: label };
}

function settle({ reference, ...link }: Link, targets: Targets): Link {
  const target = reference === undefined ? undefined : targets.get(identifierOf(reference));
  const isThere = target?.url === link.url && target.title === link.title;
  return isThere ? { ...link, reference: target.label } : link;
}

const labelAtEnd = /\[((?:[^[\]\\]|\\[^])+)\](?:\[\])?$/;

/** The label of a picture whose address stands in a definition; null: it has its own. */
export function labelOfPicture(source: string): string | null {
  return labelAtEnd.exec(source)?.[1] ?? null;
}

/** A picture by another label. */
export function withPictureLabel(source: string, label: string): string {
  const isSame = identifierOf(labelOfPicture(source) ?? '') === identifierOf(label);
  return isSame ? source : `${wordsOfPicture(source)}[${label}]`;
}

const wordsOfPicture = (source: string): string => source.replace(/(?<=\])\[[^\]]*\]$/, '');

function settlePicture(part: LinkPart, targets: Targets, before: Targets): LinkPart {
  if (part.kind !== 'atom' || part.type !== 'image') return part;
  const identifier = identifierOf(labelOfPicture(part.source) ?? '');
  const target = before.get(identifier);
  if (target === undefined || targets.has(identifier)) return part;
  return { ...part, source: wordsOfPicture(part.source) + addressOf(target) };
}

/** What stands after the words of a link to it. */
function addressOf({ title, url }: { readonly url: string; readonly title: string }): string {
  const words = [{ kind: 'text', text: 'x', marks: 0 } as const];
  const link: Link = { kind: 'link', url, title, children: words };
  return serialiseBlock({ kind: 'paragraph', children: [link] }, defaultStyle).slice('[x]'.length);
}
