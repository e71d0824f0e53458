import { titleOfDirective } from '../../../shared/markdown/directives.ts';
import type {
  Block,
  Definition,
  Inline,
  InlineAtomType,
} from '../../../shared/markdown/model/blocks.ts';
import { serialiseBlock } from '../../../shared/markdown/model/serialise.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';
import { readPicture } from '../../../shared/markdown/pictures.ts';
import { createLook, lookAnew } from '../bridge/look-through.ts';
import { describeAtom } from '../nodes/describe-atom.ts';

/** What a reader sees of an atom, as far as its source tells: a mark's number is not part of the words. */
export function textOfAtom(type: InlineAtomType, source: string): string {
  if (type === 'footnote') return '';
  const { text } = describeAtom(type, source);
  return type === 'image' ? text + (readPicture(source)?.caption ?? '') : text;
}

export function textOfInlines(inlines: readonly Inline[]): string {
  let text = '';
  for (const inline of inlines) {
    switch (inline.kind) {
      case 'text':
        text += inline.text;
        break;
      case 'break':
        text += '\n';
        break;
      case 'atom':
        text += textOfAtom(inline.type, inline.source);
        break;
      case 'link':
        text += textOfInlines(inline.children);
        break;
    }
  }
  return text;
}

const texts = {
  inWords: (words: readonly Inline[]) => withText(textOfInlines(words)),
  inHead: (head: string) => withText(titleOfDirective(head)),
  inBlock: (block: Block) => {
    switch (block.kind) {
      case 'code':
        return withText(block.text);
      case 'formula':
        return withText(`$$\n${block.text}\n$$`);
      case 'definition':
        return withText(textOfDefinition(block));
      case 'opaque':
        return withText(block.source.trim());
      default:
        return null;
    }
  },
};

/** The text of each part of a page that stands by itself: a paragraph, an item, a cell, a block of source. */
export const blockTexts = createLook(texts);

/** The same for who asks once: nothing of it is held. */
export const blockTextsAnew = lookAnew(texts);

function textOfDefinition(definition: Definition): string {
  return serialiseBlock(definition, defaultStyle).trim();
}

function withText(text: string): string[] {
  return text === '' ? [] : [text];
}

export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks.flatMap(blockTextsAnew.ofBlock).join('\n');
}
