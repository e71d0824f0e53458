import type { TextMatchTransformer } from '@lexical/markdown';
import { emojiOf } from '../../../shared/markdown/emoji.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $replaceWithAtom } from '../nodes/replace-with-atom.ts';

/** `:tada:` typed out. */
export const typedEmoji: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [InlineAtomNode],
  regExp: /(?<!\\):[a-z0-9_+-]+:$/,
  trigger: ':',
  replace: (node, [source]) => {
    if (emojiOf(source) === null || node.hasFormat('code')) return;
    $replaceWithAtom(node, 'emoji', source, node.getFormat());
  },
};
