import { CodeNode } from '@lexical/code';
import { LinkNode } from '@lexical/link';
import { ListItemNode, ListNode } from '@lexical/list';
import { HeadingNode, QuoteNode } from '@lexical/rich-text';
import { TableCellNode, TableNode, TableRowNode } from '@lexical/table';
import type { EditorThemeClasses, Klass, LexicalNode } from 'lexical';
import { CalloutNode } from './containers/CalloutNode.ts';
import { CalloutTitleNode } from './containers/CalloutTitleNode.ts';
import { DirectiveNode } from './containers/DirectiveNode.ts';
import { FootnoteNode } from './containers/FootnoteNode.ts';
import { DefinitionNode } from './definitions/DefinitionNode.ts';
import { FormulaNode } from './formula/FormulaNode.ts';
import { ItemBodyNode } from './list-item/ItemBodyNode.ts';
import { BlockAtomNode } from './nodes/BlockAtomNode.tsx';
import { InlineAtomNode } from './nodes/InlineAtomNode.ts';
import { RuleNode } from './nodes/RuleNode.ts';
import { ParkedBlocksNode } from './windowing/ParkedBlocksNode.ts';
import { ParkedItemsNode } from './windowing/ParkedItemsNode.ts';

/** Every kind of node a page is made of. */
export const editorNodes: Klass<LexicalNode>[] = [
  HeadingNode,
  QuoteNode,
  ListNode,
  ListItemNode,
  ItemBodyNode,
  CodeNode,
  TableNode,
  TableRowNode,
  TableCellNode,
  CalloutNode,
  CalloutTitleNode,
  FootnoteNode,
  DirectiveNode,
  LinkNode,
  RuleNode,
  FormulaNode,
  DefinitionNode,
  BlockAtomNode,
  InlineAtomNode,
  ParkedBlocksNode,
  ParkedItemsNode,
];

const heading = 'cp-heading';
const headingClasses = {
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
};

export const editorTheme: EditorThemeClasses = {
  text: {
    bold: 'cp-mark-bold',
    italic: 'cp-mark-italic',
    strikethrough: 'cp-mark-strike',
    code: 'cp-mark-code',
    highlight: 'cp-mark-highlight',
  },
  heading: headingClasses,
  code: 'cp-editor-code',
  tableScrollableWrapper: 'cp-table',
  tableCellSelected: 'cp-cell-selected',
  tableSelection: 'cp-selecting-cells',
  list: {},
};
