import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Classes only: `source.css` gives them the colours of the interface, light and dark. */
export const sourceLook = HighlightStyle.define([
  { tag: tags.heading, class: 'cp-md-heading' },
  { tag: tags.strong, class: 'cp-md-strong' },
  { tag: tags.emphasis, class: 'cp-md-emphasis' },
  { tag: tags.strikethrough, class: 'cp-md-strike' },
  { tag: [tags.link, tags.url], class: 'cp-md-link' },
  { tag: tags.monospace, class: 'cp-md-code' },
  { tag: [tags.comment, tags.content], class: 'cp-md-plain' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta], class: 'cp-md-mark' },
  { tag: tags.tagName, class: 'cp-md-tag' },
  { tag: tags.attributeName, class: 'cp-md-attribute' },
  { tag: tags.attributeValue, class: 'cp-md-value' },
  { tag: tags.angleBracket, class: 'cp-md-mark' },
  { tag: [tags.labelName, tags.atom, tags.escape, tags.character], class: 'cp-md-label' },
]);

/** What would lose against CodeMirror's own rules if a style sheet said it. */
export const sourceTheme = EditorView.theme({
  '&': { color: 'inherit', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'visible' },
  '.cm-content': { padding: '0', caretColor: 'var(--color-text)' },
  '.cm-line': { padding: '0' },
  '.cm-specialChar': { color: 'var(--color-danger)' },
});
