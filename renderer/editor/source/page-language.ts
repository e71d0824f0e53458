import { markdownLanguage } from '@codemirror/lang-markdown';
import { Language } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { type BlockContext, type Line, type MarkdownConfig, MarkdownParser } from '@lezer/markdown';

const maxDetailLines = 1000;

/** The details at the top of a page, which markdown would take for a rule and a heading. */
const pageDetails: MarkdownConfig = {
  defineNodes: [{ name: 'PageDetails', block: true, style: tags.meta }],
  parseBlock: [
    {
      name: 'PageDetails',
      before: 'HorizontalRule',
      parse(context: BlockContext, line: Line) {
        if (context.lineStart !== 0 || !/^---[ \t]*$/.test(line.text)) return false;
        let from = 0;
        for (let lines = 0; lines < maxDetailLines; lines += 1) {
          if (!context.nextLine()) break;
          if (!/^---[ \t]*$/.test(line.text)) continue;
          from = context.lineStart + line.text.length;
          break;
        }
        // Unclosed, it is all in one colour until it is closed: nothing of the text is lost by that.
        const end = from === 0 ? context.lineStart + line.text.length : from;
        context.nextLine();
        context.addElement(context.elt('PageDetails', 0, end));
        return true;
      },
    },
  ],
};

const { data, parser } = markdownLanguage;

/** Markdown as a page holds it, on the parser that CodeMirror's keys for lists know. */
export const pageLanguage: Language =
  parser instanceof MarkdownParser
    ? new Language(data, parser.configure([pageDetails]), [], 'markdown')
    : markdownLanguage;
