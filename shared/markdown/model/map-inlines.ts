import { mark, type Block, type Inline, type Link, type LinkPart, type List } from './blocks.ts';

// Near to what GFM links by itself; what it misses or takes too much of is caught by comparing.
const address = /(?:https?:\/\/|www\.)[^\s<]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

export function hasBareAddress(text: string): boolean {
  return text.search(address) !== -1;
}

/** The block with links that show nothing but their own address as plain text. */
export function withAddressesPlain(block: Block): Block {
  return mapInlines(block, (inline) =>
    inline.kind === 'link' && isBareLink(inline) ? inline.children : [inline],
  );
}

/** The block with each link's address in it, as if none were written by a definition. */
export function withoutReferences(block: Block): Block {
  return mapInlines(block, (inline) => {
    if (inline.kind !== 'link') return [inline];
    const { kind, url, title, children } = inline;
    return [{ kind, url, title, children }];
  });
}

/** The block with references to definitions as the text that they are without one. */
export function withAtomsAsText(block: Block): Block {
  return mapParts(block, (part) =>
    part.kind === 'atom' && (part.type === 'footnote' || part.type === 'image')
      ? { kind: 'text', text: part.source, marks: part.marks }
      : part,
  );
}

/** The block with marks of footnotes as the text that they are without one; the same if it holds none. */
export function withMarksAsText(block: Block, isText: (source: string) => boolean): Block {
  const found: string[] = [];
  const settled = mapParts(block, (part) => {
    if (part.kind !== 'atom' || part.type !== 'footnote' || !isText(part.source)) return part;
    found.push(part.source);
    return { kind: 'text', text: part.source, marks: part.marks };
  });
  return found.length === 0 ? block : settled;
}

/** The block with every address in its text as a link to it. */
export function withAddressesLinked(block: Block): Block {
  return mapInlines(block, (inline) => {
    if (inline.kind !== 'text' || (inline.marks & mark.code) !== 0) return [inline];
    const parts: Inline[] = [];
    let end = 0;
    for (const match of inline.text.matchAll(address)) {
      const [text] = match;
      parts.push({ ...inline, text: inline.text.slice(end, match.index) });
      parts.push({ kind: 'link', url: urlOf(text), title: '', children: [{ ...inline, text }] });
      end = match.index + text.length;
    }
    parts.push({ ...inline, text: inline.text.slice(end) });
    return parts.filter((part) => part.kind !== 'text' || part.text !== '');
  });
}

function urlOf(text: string): string {
  if (/^https?:/i.test(text)) return text;
  return /^www\./i.test(text) ? `http://${text}` : `mailto:${text}`;
}

/** Whether a link shows nothing but its own address. */
function isBareLink(link: Link): boolean {
  if (link.title !== '') return false;
  let text = '';
  for (const child of link.children) {
    if (child.kind !== 'text' || (child.marks & mark.code) !== 0) return false;
    text += child.text;
  }
  return link.url === text || link.url === `http://${text}` || link.url === `mailto:${text}`;
}

/** The block with other parts, also within its links. */
function mapParts(block: Block, change: (part: LinkPart) => LinkPart): Block {
  return mapInlines(block, (inline) =>
    inline.kind === 'link'
      ? [{ ...inline, children: inline.children.map(change) }]
      : [change(inline)],
  );
}

type Change = (inline: Inline) => readonly Inline[];

/** The block with other inlines; `change` is given a link as a whole. */
export function mapInlines(block: Block, change: Change): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, children: block.children.flatMap(change) };
    case 'quote':
    case 'footnote':
    case 'directive':
      return { ...block, children: block.children.map((child) => mapInlines(child, change)) };
    case 'callout':
      return {
        ...block,
        title: block.title.flatMap(change),
        children: block.children.map((child) => mapInlines(child, change)),
      };
    case 'list':
      return mapList(block, change);
    case 'table': {
      const rows = block.rows.map((row) => row.map((cell) => cell.flatMap(change)));
      return { ...block, rows };
    }
    default:
      return block;
  }
}

function mapList(list: List, change: Change): List {
  const items = list.items.map((item) => ({
    ...item,
    children: item.children.flatMap(change),
    lists: item.lists.map((nested) => mapList(nested, change)),
    body: item.body.map((block) => mapInlines(block, change)),
  }));
  return { ...list, items };
}
