import type { TextMatchTransformer } from '@lexical/markdown';
import { emojiOf } from '../../../shared/markdown/emoji.ts';
import { $createInlineAtomNode, InlineAtomNode } from '../nodes/InlineAtomNode.ts';

/** `:tada:` typed out. */
export const typedEmoji: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [InlineAtomNode],
  regExp: /(?<!\\):[a-z0-9_+-]+:$/,
  trigger: ':',
  replace: (node, [source]) => {
    if (emojiOf(source) === null || node.hasFormat('code')) return;
    const atom = $createInlineAtomNode('emoji', source, node.getFormat());
    node.replace(atom);
    atom.selectNext(0, 0);
  },
};
