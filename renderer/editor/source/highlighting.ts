import { type Language, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { blockDepth } from '../../../shared/markdown/nesting.ts';
import { sourceLook } from './source-look.ts';

// A paragraph is parsed in one go, in time that grows with its square: 90,000 signs of emphasis took 11 s.
const maxParagraphLength = 20_000;
const maxDepth = 100;
// Less than this can't turn a page into one of those at a blow.
const lookedAtLength = 1_000;

/** Whether a text can be coloured without the screen standing still. */
export function canHighlight(text: string): boolean {
  let paragraphStart = 0;
  for (const { index, 0: blank } of text.matchAll(/\n[ \t]*(?=\n)/g)) {
    if (index - paragraphStart > maxParagraphLength) return false;
    paragraphStart = index + blank.length;
  }
  if (text.length - paragraphStart > maxParagraphLength) return false;
  return blockDepth(text, maxDepth) < maxDepth;
}

/** Colours for a text, as long as the text allows. */
export function highlighting(text: string, language: Language): Extension {
  const colours = new Compartment();
  const isOn = canHighlight(text);
  return [
    colours.of(isOn ? [language.extension, syntaxHighlighting(sourceLook)] : []),
    EditorState.transactionExtender.of((transaction) => {
      let inserted = 0;
      transaction.changes.iterChanges((_from, _to, _start, _end, text) => {
        inserted += text.length;
      });
      if (inserted < lookedAtLength || canHighlight(transaction.newDoc.toString())) return null;
      return { effects: colours.reconfigure([]) };
    }),
  ];
}
