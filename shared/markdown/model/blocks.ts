/**
 * What a page says, apart from how it is written: plain data, the same for `*a*` and `_a_`.
 *
 * The editor shows it, the writer compares it. Everything a model holds can be written as markdown
 * that parses to the same model; `normalise.ts` brings any other model to such a one.
 */

/** Marks are a sum of these; the numbers are Lexical's text formats. */
export const mark = { bold: 1, italic: 2, strike: 4, code: 16, highlight: 128 } as const;

/** The marks that go around words and what stands among them. */
export const aroundMarks = mark.bold | mark.italic | mark.strike | mark.highlight;

export interface TextRun {
  readonly kind: 'text';
  readonly text: string;
  readonly marks: number;
}
export interface LineBreak {
  readonly kind: 'break';
}
/** Something inline that is kept and shown as its source. */
export interface InlineAtom {
  readonly kind: 'atom';
  readonly type: InlineAtomType;
  readonly source: string;
  readonly marks: number;
}
export type InlineAtomType =
  'wikilink' | 'embed' | 'image' | 'footnote' | 'formula' | 'comment' | 'emoji' | 'html' | 'other';
export interface Link {
  readonly kind: 'link';
  readonly url: string;
  readonly title: string;
  readonly children: readonly LinkPart[];
  /**
   * The label of a definition that the link is written by, `[words][label]`: one that has its address
   * and title, or the link is written with its own.
   */
  readonly reference?: string;
}
export type LinkPart = TextRun | LineBreak | InlineAtom;
export type Inline = LinkPart | Link;

interface Paragraph {
  readonly kind: 'paragraph';
  readonly children: readonly Inline[];
}
interface Heading {
  readonly kind: 'heading';
  readonly level: number;
  readonly children: readonly Inline[];
}
export interface List {
  readonly kind: 'list';
  readonly isOrdered: boolean;
  /** Number of the first item; 1 in a bullet list. */
  readonly start: number;
  readonly items: readonly ListItem[];
}
export interface ListItem {
  /** null: no task. */
  readonly checked: boolean | null;
  readonly children: readonly Inline[];
  /** What follows its text, where that is lists alone; else empty. */
  readonly lists: readonly List[];
  /** What follows its text, where that is more than lists: a second paragraph, code, a quote; else empty. */
  readonly body: readonly Block[];
}
interface Quote {
  readonly kind: 'quote';
  readonly children: readonly Block[];
}
/** A quote with a kind and a title, as `callouts.ts` reads it. */
export interface Callout {
  readonly kind: 'callout';
  /** As written, in the writer's letters. */
  readonly type: string;
  readonly fold: Fold;
  /** One line; empty: the kind stands for it. */
  readonly title: readonly Inline[];
  readonly children: readonly Block[];
}
/** Whether a reader can fold a callout, and finds it open (`+`) or closed (`-`). */
export type Fold = '+' | '-' | null;
/** What a footnote's mark leads to. */
export interface Footnote {
  readonly kind: 'footnote';
  /** As written between `[^` and `]`. */
  readonly label: string;
  readonly children: readonly Block[];
}
/** Blocks that another program shows in its own way, as `directives.ts` reads it. */
export interface Directive {
  readonly kind: 'directive';
  /** What stands behind the colons, as written: a name, a title, attributes. */
  readonly head: string;
  readonly children: readonly Block[];
}
interface Code {
  readonly kind: 'code';
  /** The whole info string: language and what follows it. */
  readonly info: string;
  readonly text: string;
}
/** A formula on lines of its own. */
export interface Formula {
  readonly kind: 'formula';
  /** What stands between its two `$$`. */
  readonly text: string;
}
/** Where the links lead that are written by its label. */
export interface Definition {
  readonly kind: 'definition';
  /** As written between its brackets, on one line. */
  readonly label: string;
  readonly url: string;
  readonly title: string;
}
interface Rule {
  readonly kind: 'rule';
}
/** How a column's cells stand; null: markdown leaves it open. */
export type Alignment = 'left' | 'center' | 'right' | null;
/** One line of inlines. A break in it is written as `<br>`, a pipe in an atom's source as `\|`. */
export type Cell = readonly Inline[];
export interface Table {
  readonly kind: 'table';
  /** One for each column. */
  readonly align: readonly Alignment[];
  /** The first is the header. Normalised, each has as many cells as there are columns. */
  readonly rows: readonly (readonly Cell[])[];
}
/** A block kept as its source: HTML, a comment, anything not modelled. */
interface OpaqueBlock {
  readonly kind: 'opaque';
  /** Without a line end at its end; lines end in `\n`. */
  readonly source: string;
}
export type Block =
  | Paragraph
  | Heading
  | List
  | Quote
  | Callout
  | Footnote
  | Directive
  | Code
  | Formula
  | Definition
  | Rule
  | Table
  | OpaqueBlock;

/** Equal exactly when two blocks say the same. Both must be normalised. */
export function fingerprintOf(block: Block): string {
  return JSON.stringify(block);
}
