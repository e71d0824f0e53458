import { $getSelection, $isRangeSelection, type TextFormatType } from 'lexical';
import {
  BoldIcon,
  CodeIcon,
  HighlighterIcon,
  type Icon,
  ItalicIcon,
  StrikethroughIcon,
} from '../../ui/icons.ts';

interface MarkTool {
  readonly type: TextFormatType;
  readonly label: string;
  readonly icon: Icon;
  readonly shortcut?: string;
}

/** The marks that words can have. */
export const markTools: readonly MarkTool[] = [
  { type: 'bold', label: 'Bold', icon: BoldIcon, shortcut: 'Mod+B' },
  { type: 'italic', label: 'Italic', icon: ItalicIcon, shortcut: 'Mod+I' },
  { type: 'strikethrough', label: 'Strikethrough', icon: StrikethroughIcon },
  { type: 'highlight', label: 'Highlight', icon: HighlighterIcon, shortcut: 'Mod+Shift+H' },
  { type: 'code', label: 'Code', icon: CodeIcon },
];

export function $marksAtCaret(): ReadonlySet<TextFormatType> {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return new Set();
  return new Set(markTools.map(({ type }) => type).filter((type) => selection.hasFormat(type)));
}
