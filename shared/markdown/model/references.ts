import { fingerprintOf, type Block, type Inline, type Link, type LinkPart } from './blocks.ts';
import type { Targets } from './from-mdast.ts';
import { identifierOf } from './link-label.ts';
import { mapInlines } from './map-inlines.ts';
import type { NormalForm } from './normal-form.ts';
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

/**
 * A block as it can be written among these definitions, with the fingerprint that it would have had when
 * the page was read: a definition's new address is no change of the links that are written by its label.
 */
export function settledForm(form: NormalForm, targets: Targets, before: Targets): NormalForm {
  const model = settled(form.model, targets, before);
  const asRead = followed(model, before);
  if (model === form.model && asRead === model) return form;
  return {
    model,
    fingerprint: asRead === form.model ? form.fingerprint : fingerprintOf(asRead),
  };
}

/** @param ofPart what becomes of what is no link, also within one */
function onceForEach(
  ofLink: (link: Link) => Link,
  ofPart: (part: LinkPart) => LinkPart = (part) => part,
): Change {
  const changed = new WeakMap<Block, Block>();
  const ofInline = (inline: Inline): Inline[] => {
    if (inline.kind !== 'link') return [ofPart(inline)];
    return [ofLink({ ...inline, children: inline.children.map(ofPart) })];
  };
  return (block) => {
    if (!refers(block)) return block;
    const known = changed.get(block);
    if (known !== undefined) return known;
    const made = mapInlines(block, ofInline);
    // The same object for what is the same: what it is written as is known by it.
    const now = fingerprintOf(made) === fingerprintOf(block) ? block : made;
    changed.set(block, now);
    return now;
  };
}

const knownToRefer = new WeakMap<Block, boolean>();

/** Whether what a block says may depend on a definition. */
function refers(block: Block): boolean {
  const known = knownToRefer.get(block);
  if (known !== undefined) return known;
  const now = /"reference":|"type":"image"/.test(fingerprintOf(block));
  knownToRefer.set(block, now);
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
