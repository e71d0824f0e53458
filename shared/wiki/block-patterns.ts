/** How CommonMark's blocks begin. All are sticky or meant for one line. */

export const htmlStart =
  /<(?:(script|pre|style|textarea)(?=[\s>]|$)|(!--)|(\?)|(![A-Za-z])|(!\[CDATA\[)|\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|\/>|$))/iy;
export const loneTag =
  /<(?:[a-z][\w-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^'\n]*'|"[^"\n]*"))?)*\s*\/?|\/[a-z][\w-]*\s*)>[ \t]*\r?$/iy;
export const listMarker = /(?:[-*+]|(\d{1,9})[.)])(?=[ \t\r\n]|$)/y;
export const footnote = /\[\^[^\]\s]+\]:[ \t]*/y;
export const thematicBreak = /(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\r?$/y;
export const setextUnderline = /(=+|-+)[ \t]*\r?$/y;
export const atxHeading = /#{1,6}(?=[ \t\r\n]|$)/y;
export const closingHashes = /(?:^|[ \t]+)#+[ \t]*$/;

/** A sticky pattern's match at an index. */
export function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** The white space before what a line holds next. */
export interface Indent {
  /** Where it ends. */
  readonly at: number;
  /** The column there, tabs counted to multiples of four. */
  readonly column: number;
  readonly width: number;
}

export type Container = { kind: 'quote' } | { kind: 'item'; indent: number };

export interface Fence {
  readonly char: number;
  readonly length: number;
  readonly depth: number;
}
