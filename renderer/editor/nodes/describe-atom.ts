import type { InlineAtomType } from '../../../shared/markdown/model/blocks.ts';
import { emojiOf } from '../../../shared/markdown/emoji.ts';
import { readPicture } from '../../../shared/markdown/pictures.ts';
import { parseWikilink } from '../../../shared/wiki/wikilink.ts';

/** How an atom looks: its style, its words, and what its tip says. */
export function describeAtom(
  type: InlineAtomType,
  source: string,
): { readonly kind: string; readonly text: string; readonly hint: string } {
  switch (type) {
    case 'wikilink': {
      const { target, label } = parseWikilink(source.slice(2, -2));
      return { kind: 'link', text: label ?? target, hint: `Link to ${target}` };
    }
    case 'embed': {
      const { target } = parseWikilink(source.slice(3, -2));
      return { kind: 'media', text: target, hint: `Shows ${target} here` };
    }
    case 'image': {
      const { alt = '', target = source } = readPicture(source) ?? {};
      return { kind: 'media', text: alt === '' ? 'Picture' : alt, hint: target };
    }
    case 'footnote':
      return { kind: 'note', text: source.replace(/^\[\^|\]$/g, ''), hint: `Footnote ${source}` };
    case 'formula':
      return { kind: 'formula', text: source, hint: '' };
    case 'comment':
      return {
        kind: 'comment',
        text: source.slice(2, -2).trim(),
        hint: 'A comment: readers don’t see it',
      };
    case 'emoji':
      return { kind: 'emoji', text: emojiOf(source) ?? source, hint: source };
    case 'html':
    case 'other':
      return { kind: 'source', text: source, hint: 'Kept as markdown' };
  }
}
