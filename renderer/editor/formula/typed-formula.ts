import type { TextMatchTransformer } from '@lexical/markdown';
import { $createTextNode, type TextNode } from 'lexical';
import { formulaOf } from '../../../shared/markdown/formulas.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $replaceWithAtom } from '../nodes/replace-with-atom.ts';
import { lineSource } from './formula-commands.ts';

function $replace(node: TextNode, source: string, after: string): void {
  const { tex, isLarge } = formulaOf(source);
  if (lineSource(tex, isLarge) !== source) return;
  const atom = $replaceWithAtom(node, 'formula', source, 0);
  if (after === '') return;
  const rest = $createTextNode(after);
  atom.insertAfter(rest);
  rest.selectEnd();
}

const dependencies = [InlineAtomNode];

/** `$x$` typed out. What begins with a digit may become an amount: the sign after it decides. */
export const typedFormulas: readonly TextMatchTransformer[] = [
  {
    type: 'text-match',
    dependencies,
    regExp: /(?<![$\\])(?:\$[^\s$\d](?:[^$\n]*[^\s$])?\$|\$\$[^$\n]*[^\s$][^$\n]*\$\$)$/,
    trigger: '$',
    replace: (node, [source]) => $replace(node, source, ''),
  },
  ...[' ', ',', '.', ')', ';', ':'].map((trigger): TextMatchTransformer => ({
    type: 'text-match',
    dependencies,
    regExp: new RegExp(`(?<![$\\\\])(\\$\\d[^$\\n]*[^\\s$]\\$)\\${trigger}$`),
    trigger,
    replace: (node, [, source = '']) => $replace(node, source, trigger),
  })),
];

/** `%%a comment%%` typed out. */
export const typedComment: TextMatchTransformer = {
  type: 'text-match',
  dependencies,
  regExp: /(?<![%\dA-Za-z\\])%%[^%\n]*[^%\s][^%\n]*%%$/,
  trigger: '%',
  replace: (node, [source]) => {
    $replaceWithAtom(node, 'comment', source, 0);
  },
};
