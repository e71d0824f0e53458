import type { Code, Nodes } from 'mdast';
import type { Block } from './blocks.ts';
import { lineStart } from './container-lines.ts';

/**
 * Whether a block at the end of a text may go on below it: code, HTML and the like that nobody closed, also
 * as the last thing in a list. False is certain.
 */
export function endsOpen(node: Nodes, text: string): boolean {
  switch (node.type) {
    case 'directive':
      return !node.isClosed;
    case 'code':
      return !isClosed(node, text);
    case 'html':
    case 'math':
    case 'comment':
      return true;
    default: {
      const last = 'children' in node ? node.children.at(-1) : undefined;
      return last !== undefined && endsOpen(last, text);
    }
  }
}

/** Whether code ends with a line of its signs. Where that depends on tabs or quotes it is not looked at. */
function isClosed({ position }: Code, text: string): boolean {
  const [start, end] = [position?.start.offset ?? 0, position?.end.offset ?? 0];
  const sign = /^(?:`{3,}|~{3,})/.exec(text.slice(start, end))?.[0];
  const last = lineStart(text, end);
  const begin = lineStart(text, start);
  if (sign === undefined || last <= start || /[\t>]/.test(text.slice(begin, start))) return false;
  const [, indent = '', closing = ''] = /^( *)(`+|~+)[ \t]*$/.exec(text.slice(last, end)) ?? [];
  return closing.startsWith(sign) && indent.length <= start - begin;
}

/**
 * Code with a line below that closes its fence; other text, and code that has one, as it is. The blank
 * lines at the end of a page are not in the source of code that nobody closed, but are what it says.
 */
export function fenceClosed(text: string, model: Block | undefined, eol: string): string {
  const sign = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
  const last = /[\r\n] {0,3}(`+|~+)[ \t]*$/.exec(text)?.[1];
  if (sign === undefined || last?.startsWith(sign) === true) return text;
  const said = model?.kind === 'code' && model.text !== '' ? linesOf(model.text) : 0;
  const blanks = Math.max(0, said + 1 - linesOf(text));
  return text + eol.repeat(blanks) + (blanks === 0 && /[\r\n]$/.test(text) ? '' : eol) + sign;
}

const linesOf = (text: string): number => text.split(/\r\n|\r|\n/).length;
