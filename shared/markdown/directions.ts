import type { Element, ElementContent, Root } from 'hast';
import { type Direction, directionOf } from './text-direction.ts';

const blocks = new Set([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'td', 'th', 'dt', 'dd', 'summary', 'caption'],
  ...['figcaption', 'blockquote', 'ul', 'ol', 'dl', 'table', 'details', 'section', 'div', 'figure'],
]);
// A block runs as its beginning does.
const maxLookLength = 1000;

/**
 * Gives each block the direction of its own text where that is not the one around it, so that lists,
 * quotes and tables in Arabic or Hebrew are mirrored as wholes; `dir="auto"` does that for no block that
 * holds others. What the writer said is kept.
 */
export function setDirections(root: Root): void {
  for (const child of root.children) if (child.type === 'element') visit(child, 'ltr');
}

function visit(node: Element, around: Direction): void {
  const { properties, tagName } = node;
  const said = properties['dir'];
  let now: Direction = said === 'rtl' || said === 'ltr' ? said : around;
  if (tagName === 'pre') {
    // Code runs from left to right whatever its words are.
    if (around === 'rtl') properties['dir'] ??= 'ltr';
    return;
  }
  if (said === undefined && blocks.has(tagName)) {
    const own = directionOf(beginningOf(node, maxLookLength));
    if (own !== null && own !== around) {
      properties['dir'] = own;
      now = own;
    }
  }
  for (const child of node.children) if (child.type === 'element') visit(child, now);
}

function beginningOf(node: ElementContent, length: number): string {
  if (node.type === 'text') return node.value.slice(0, length);
  if (node.type !== 'element' || node.tagName === 'pre' || node.tagName === 'code') return '';
  let text = '';
  for (const child of node.children) {
    if (text.length >= length || directionOf(text) !== null) break;
    text += beginningOf(child, length - text.length);
  }
  return text;
}
