import type { Block, Inline, LinkPart } from '../../../shared/markdown/model/blocks.ts';
import { identifierOf } from '../../../shared/markdown/model/link-label.ts';
import { mapInlines } from '../../../shared/markdown/model/map-inlines.ts';
import { labelOfPicture, withPictureLabel } from '../../../shared/markdown/model/references.ts';
import { createLook, type Look } from '../bridge/look-through.ts';
import type { Address } from './DefinitionNode.ts';

/** A definition, or something that is written by a label: a link that leads somewhere, a picture. */
export type ReferencePart =
  | { readonly kind: 'definition'; readonly identifier: string; readonly address: Address }
  | {
      readonly kind: 'link';
      readonly identifier: string;
      readonly url: string;
      readonly title: string;
    }
  | { readonly kind: 'picture'; readonly identifier: string };

export const referenceParts: Look<ReferencePart> = createLook<ReferencePart>({
  inWords: (words) => words.flatMap(partsOf),
  inBlock: (block) => {
    if (block.kind !== 'definition') return null;
    const { label, title, url } = block;
    return [
      { kind: 'definition', identifier: identifierOf(label), address: { label, url, title } },
    ];
  },
});

function partsOf(inline: Inline): ReferencePart[] {
  if (inline.kind === 'link') {
    const { children, reference, title, url } = inline;
    const inside = children.flatMap(partsOf);
    if (reference === undefined) return inside;
    return [{ kind: 'link', identifier: identifierOf(reference), url, title }, ...inside];
  }
  if (inline.kind !== 'atom' || inline.type !== 'image') return [];
  const label = labelOfPicture(inline.source);
  return label === null ? [] : [{ kind: 'picture', identifier: identifierOf(label) }];
}

export function isDefinitionOf({ kind, identifier }: ReferencePart, label: string): boolean {
  return kind === 'definition' && identifier === identifierOf(label);
}

/** Whether it leads where the definition that counts for a label says. */
export function isUser(part: ReferencePart, { label, title, url }: Address): boolean {
  if (part.kind === 'definition' || part.identifier !== identifierOf(label)) return false;
  return part.kind === 'picture' || (part.url === url && part.title === title);
}

/** The block with all that leads where a definition said leading where it says now. */
export function withUsersOf(block: Block, before: Address, now: Address): Block {
  const ofPart = <Part extends LinkPart>(part: Part): Part =>
    part.kind === 'atom' && partsOf(part).some((found) => isUser(found, before))
      ? { ...part, source: withPictureLabel(part.source, now.label) }
      : part;
  return mapInlines(block, (inline) => {
    if (inline.kind !== 'link') return [ofPart(inline)];
    const children = inline.children.map(ofPart);
    const [found] = partsOf({ ...inline, children: [] });
    if (found === undefined || !isUser(found, before)) return [{ ...inline, children }];
    const { label, title, url } = now;
    return [{ ...inline, children, url, title, reference: label }];
  });
}
