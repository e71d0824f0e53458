import MarkdownIt from 'markdown-it';
import type { Block, Inline, List } from '../../../shared/markdown/model/blocks.ts';
import { mark } from '../../../shared/markdown/model/blocks.ts';

/**
 * What another renderer than ours makes of markdown, and what a model says, in one plain form: blocks as
 * nested lists, text as one string in which `⟦…⟧` says what holds for the characters that follow.
 *
 * Left out on both sides, as markdown leaves them open or no two dialects agree: whether a list is loose,
 * marks on blanks, a link that shows its own address.
 */
export type Plain = string | readonly Plain[];

type Environment = Record<string, unknown>;

const oracle = new MarkdownIt({ html: true });
const { escapeHtml } = oracle.utils;
const kept = (source: string): string => `<data value="${escapeHtml(source)}"></data>`;
// A block of HTML without an end is given one where others follow it.
const ends = /\s*(?:-->|\?>|\]\]>|<\/(?:script|pre|style|textarea)>)?\s*$/i;
oracle.renderer.rules.html_block = (tokens, index) =>
  `<hr value="${escapeHtml((tokens[index]?.content ?? '').trim().replace(ends, ''))}">`;
oracle.renderer.rules.html_inline = (tokens, index) => kept(tokens[index]?.content ?? '');
oracle.renderer.rules.image = (tokens, index) => {
  const { content = '' } = tokens[index] ?? {};
  return kept(`${tokens[index]?.attrGet('src') ?? ''} ${content}`);
};

/** What the other renderer makes of a text without frontmatter. */
export function plainOfText(markdown: string, environment: Environment): Plain[] {
  return blocksIn(bodyOf(oracle.render(markdown, environment)));
}

function bodyOf(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, 'text/html').body;
}

/** Text with what holds for each of its characters. */
class Line {
  readonly #characters: { readonly character: string; readonly key: string }[] = [];

  add(text: string, key: string): void {
    for (const character of text.replace(/[ \t\r\n]+/g, ' ')) {
      const isBlank = character === ' ';
      if (isBlank && this.#characters.at(-1)?.character === ' ') continue;
      this.#characters.push({ character, key: isBlank ? '' : key });
    }
  }

  toString(): string {
    let key = '';
    let text = '';
    for (const { character, key: own } of this.#characters) {
      if (character !== ' ' && own !== key) {
        text += `⟦${own}⟧`;
        key = own;
      }
      text += character;
    }
    return text.replace(/ ?⏎ ?/g, '⏎').replace(/^[ ⏎]+|[ ⏎]+$/g, '');
  }
}

interface Around {
  readonly marks: number;
  readonly address: string;
}

const nothing: Around = { marks: 0, address: '' };
const keyOf = ({ marks, address }: Around): string =>
  marks === 0 && address === '' ? '' : `${marks} ${address}`;

const markTags: Readonly<Record<string, number>> = {
  STRONG: mark.bold,
  EM: mark.italic,
  S: mark.strike,
  CODE: mark.code,
};

function address(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function isOwnAddress(text: string, url: string): boolean {
  return [text, `http://${text}`, `mailto:${text}`].map(address).includes(address(url));
}

function addNode(line: Line, node: Node, around: Around): void {
  if (node.nodeType === 3) {
    line.add(node.textContent ?? '', keyOf(around));
    return;
  }
  if (!(node instanceof HTMLElement)) return;
  if (node.tagName === 'BR') line.add('⏎', '');
  else if (node.tagName === 'DATA') line.add(node.getAttribute('value') ?? '', 'source');
  else {
    const url = node.tagName === 'A' ? (node.getAttribute('href') ?? '') : null;
    const isOwn = url !== null && isOwnAddress(node.textContent, url);
    const now = {
      marks: around.marks | (markTags[node.tagName] ?? 0),
      address: url === null || isOwn ? around.address : `→${address(url)}`,
    };
    for (const child of node.childNodes) addNode(line, child, now);
  }
}

function lineIn(nodes: Iterable<Node>): string {
  const line = new Line();
  for (const node of nodes) addNode(line, node, nothing);
  return line.toString();
}

const blockTags = /^(?:P|H[1-6]|UL|OL|LI|BLOCKQUOTE|PRE|HR|TABLE)$/;
const isBlock = (node: Node): boolean =>
  node instanceof HTMLElement && blockTags.test(node.tagName);

function blocksIn(element: Element): Plain[] {
  const blocks: Plain[] = [];
  let inlines: Node[] = [];
  const flush = () => {
    const text = lineIn(inlines);
    if (text !== '') blocks.push(['p', text]);
    inlines = [];
  };
  for (const node of element.childNodes) {
    if (!isBlock(node)) {
      inlines.push(node);
      continue;
    }
    flush();
    if (node instanceof HTMLElement) blocks.push(...blockOf(node));
  }
  flush();
  return blocks;
}

function blockOf(element: HTMLElement): Plain[] {
  switch (element.tagName) {
    case 'P': {
      const text = lineIn(element.childNodes);
      return text === '' ? [] : [['p', text]];
    }
    case 'UL':
    case 'OL':
      return [
        [
          element.tagName === 'OL' ? `ol ${element.getAttribute('start') ?? '1'}` : 'ul',
          ...[...element.children].map((item) => itemOf(blocksIn(item))),
        ],
      ];
    case 'BLOCKQUOTE':
      return [['quote', ...blocksIn(element)]];
    case 'PRE': {
      const code = element.querySelector('code');
      const language = /language-(\S*)/.exec(code?.className ?? '')?.[1] ?? '';
      return [['code', language, (code?.textContent ?? '').replace(/\n$/, '')]];
    }
    case 'HR':
      return [
        element.hasAttribute('value') ? ['html', element.getAttribute('value') ?? ''] : ['rule'],
      ];
    case 'TABLE':
      return [['table', ...[...element.querySelectorAll('tr')].map(rowOf)]];
    default:
      return [[element.tagName.toLowerCase(), lineIn(element.childNodes)]];
  }
}

function rowOf(row: Element): Plain[] {
  return [...row.children].map((cell) => {
    const style = cell instanceof HTMLElement ? cell.style.textAlign : '';
    // In a cell a `<br>` is a break.
    for (const source of cell.querySelectorAll('data')) {
      if (/^<br ?\/?>$/i.test(source.getAttribute('value') ?? ''))
        source.replaceWith(document.createElement('br'));
    }
    return `${style}|${lineIn(cell.childNodes)}`;
  });
}

/** An item's first paragraph is its text. A box at its start is a task's, whatever the letter's size. */
function itemOf(blocks: readonly Plain[]): Plain {
  const [first, ...rest] = blocks;
  if (!Array.isArray(first) || first[0] !== 'p') return ['li', '', ...blocks];
  return ['li', String(first[1]).replace(/^\[X\]/, '[x]'), ...rest];
}

/** What blocks say, in the same form; what they keep as source is the other renderer's affair. */
export function plainOfModel(blocks: readonly Block[], environment: Environment): Plain[] {
  return blocks.flatMap((block): Plain[] => {
    switch (block.kind) {
      case 'paragraph': {
        const text = lineOf(block.children, environment);
        return text === '' ? [] : [['p', text]];
      }
      case 'heading':
        return [[`h${block.level}`, lineOf(block.children, environment)]];
      case 'list':
        return [plainOfList(block, environment)];
      case 'quote':
        return [['quote', ...plainOfModel(block.children, environment)]];
      case 'code':
        return [['code', block.info.split(/\s/)[0] ?? '', block.text]];
      case 'rule':
        return [['rule']];
      case 'table':
        return [
          [
            'table',
            ...block.rows.map((row) =>
              row.map(
                (cell, column) => `${block.align[column] ?? ''}|${lineOf(cell, environment)}`,
              ),
            ),
          ],
        ];
      case 'opaque':
        return plainOfText(block.source, environment);
      // Readers see nothing of it.
      case 'definition':
        return [];
      // No other dialect agrees on these: leave such pages out.
      default:
        return [[block.kind]];
    }
  });
}

function plainOfList(list: List, environment: Environment): Plain {
  return [
    list.isOrdered ? `ol ${list.start}` : 'ul',
    ...list.items.map((item): Plain => {
      const box = item.checked === null ? '' : item.checked ? '[x] ' : '[ ] ';
      const text = `${box}${lineOf(item.children, environment)}`.trimEnd();
      return ['li', text, ...plainOfModel([...item.body, ...item.lists], environment)];
    }),
  ];
}

function lineOf(inlines: readonly Inline[], environment: Environment): string {
  const line = new Line();
  for (const inline of inlines) addInline(line, inline, '', environment);
  return line.toString();
}

function addInline(line: Line, inline: Inline, url: string, environment: Environment): void {
  switch (inline.kind) {
    case 'text':
      line.add(inline.text, keyOf({ marks: inline.marks, address: url }));
      break;
    case 'break':
      line.add('⏎', '');
      break;
    case 'atom': {
      const html = oracle.renderInline(inline.source, environment);
      const around = { marks: inline.marks, address: url };
      for (const node of bodyOf(html).childNodes) addNode(line, node, around);
      break;
    }
    case 'link': {
      const text = inline.children.map((part) => (part.kind === 'text' ? part.text : '')).join('');
      const isOwn = isOwnAddress(text, inline.url);
      const own = isOwn ? '' : `→${address(oracle.normalizeLink(inline.url))}`;
      for (const child of inline.children) addInline(line, child, own, environment);
    }
  }
}
