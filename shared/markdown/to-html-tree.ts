import type { Element, ElementContent, Root as HtmlRoot, RootContent } from 'hast';
import type {
  Blockquote,
  Image,
  ImageReference,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
} from 'mdast';
import { defaultHandlers, toHast, type Handlers, type State } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import { familyOfCallout, type Folding, readCallout, titleOfCallout } from './callouts.ts';
import { holdsSource, lookOfDirective } from './directives.ts';
import { parseMarkdownSafely } from './parse.ts';
import { readEmbedLabel, readSize } from './pictures.ts';
import type { Directive } from './syntax/directive-syntax.ts';
import type { Emoji } from './syntax/emoji-syntax.ts';
import type { InlineMath, Math, TextMark } from './syntax/writers-syntax.ts';
import type { Embed, WikiLink } from './syntax/wikilink-syntax.ts';

function element(
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[],
): Element {
  return { type: 'element', tagName, properties, children };
}

// Drawn where it is shown; until then, and where nobody draws it, its source.
function formula(tex: string, isLarge: boolean): Element {
  const size = isLarge ? { dataLarge: '' } : {};
  return element('code', { dataFormula: '', ...size }, [{ type: 'text', value: tex }]);
}

function shownTarget({ target, label }: WikiLink | Embed): string {
  if (label !== null) return label;
  const name = target.replace(/^#\^?/, '');
  return name.replace(/\.(?:md|markdown)(?=#|$)/i, '').replace(/#\^?/g, ' › ');
}

const handlersFor = (text: string): Handlers => ({
  wikiLink(_state: State, node: WikiLink): Element {
    const text: ElementContent = { type: 'text', value: shownTarget(node) };
    return element('a', { dataWikiTarget: node.target }, [text]);
  },
  // What is shown in place depends on what the target is, which only the resolver knows.
  embed(_state: State, node: Embed): Element {
    const { alt, ...size } = readEmbedLabel(node.label);
    const words = alt === '' ? shownTarget({ ...node, label: null }) : alt;
    const properties = { dataWikiTarget: node.target, alt: words, ...sizeOf(size) };
    return element('span', { dataEmbed: 'inline' }, [element('img', properties, [])]);
  },
  image: (state: State, node: Image) => sized(defaultHandlers.image(state, node)),
  imageReference: (state: State, node: ImageReference) =>
    sized(defaultHandlers.imageReference(state, node)),
  textMark(state: State, node: TextMark): Element {
    return element('mark', {}, state.all(node));
  },
  inlineMath(_state: State, { value, isLarge }: InlineMath): Element {
    return formula(value, isLarge);
  },
  math(_state: State, { value }: Math): Element {
    return element('div', {}, [formula(value, true)]);
  },
  // By its name until headings have got their anchors, which GitHub makes of names.
  emoji(_state: State, { value }: Emoji): Element {
    return element('span', { dataEmoji: '', title: value }, [{ type: 'text', value }]);
  },
  comment: () => undefined,
  paragraph(state: State, node: Paragraph): Element | undefined {
    const isUnseen = (child: PhrasingContent): boolean =>
      child.type === 'comment' || (child.type === 'text' && child.value.trim() === '');
    const hasComment = node.children.some(({ type }) => type === 'comment');
    if (hasComment && node.children.every(isUnseen)) return undefined;
    return paragraph(state, node);
  },
  blockquote(state: State, node: Blockquote): Element {
    const callout = readCallout(node, text);
    if (callout === null) {
      return element('blockquote', {}, state.wrap(state.all(node), true));
    }
    const title: ElementContent[] =
      callout.title.length === 0
        ? [{ type: 'text', value: titleOfCallout(callout.type) }]
        : state.all({ type: 'paragraph', children: [...callout.title] });
    const inner = state.all({ type: 'blockquote', children: callout.children });
    return box(familyOfCallout(callout.type), title, inner, callout.folding);
  },
  directive(state: State, node: Directive): Element {
    if (!node.isClosed || holdsSource(node.head)) return written(node, text);
    const inner = state.wrap(state.all(node), true);
    const { family, isFolding, label } = lookOfDirective(node.head);
    const title = labelled(label, state);
    if (family !== null) return box(family, title, inner, isFolding ? 'closed' : 'none');
    const name = element('div', { className: ['directive-label'] }, title);
    return element('div', { className: ['directive'] }, [name, ...inner]);
  },
});

function box(
  family: string,
  title: ElementContent[],
  inner: ElementContent[],
  folding: Folding,
): Element {
  const body = inner.length === 0 ? [] : [element('div', { className: ['callout-body'] }, inner)];
  const shared = { className: ['callout'], dataCallout: family };
  const isFolding = folding !== 'none';
  const head = element(isFolding ? 'summary' : 'div', { className: ['callout-title'] }, title);
  return isFolding
    ? element('details', { ...shared, open: folding === 'open' }, [head, ...body])
    : element('div', shared, [head, ...body]);
}

/** A title as the line of markdown that it is. */
function labelled(label: string, state: State): ElementContent[] {
  const parsed = parseMarkdownSafely(label);
  const [line, ...others] = parsed.kind === 'ok' ? parsed.root.children : [];
  if (line?.type !== 'paragraph' || others.length > 0) return [{ type: 'text', value: label }];
  return state.all(line);
}

/** As it stands on the page. */
function written({ position }: Directive, text: string): Element {
  const value = text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
  return element('pre', {}, [element('code', {}, [{ type: 'text', value }])]);
}

interface Size {
  readonly width: number | null;
  readonly height: number | null;
}

function sizeOf({ width, height }: Size): Element['properties'] {
  return {
    ...(width === null ? {} : { width: String(width) }),
    ...(height === null ? {} : { height: String(height) }),
  };
}

/** Takes the size out of a picture's words: `![A cat|300](cat.png)`. */
function sized<Made extends ElementContent | ElementContent[] | undefined>(made: Made): Made {
  for (const each of [made].flat()) {
    if (each?.type !== 'element' || each.tagName !== 'img') continue;
    const words: unknown = each.properties['alt'];
    if (typeof words !== 'string') continue;
    const { alt, ...size } = readSize(words);
    Object.assign(each.properties, { alt, ...sizeOf(size) });
  }
  return made;
}

/** One that holds nothing but a picture or an embed is no paragraph: a caption or a page has room then. */
function paragraph(state: State, node: Paragraph): Element {
  const made = defaultHandlers.paragraph(state, node);
  const [only, ...others] = made.children;
  if (only?.type !== 'element' || others.length > 0) return made;
  if (only.tagName === 'span' && only.properties['dataEmbed'] === 'inline')
    return element('div', { dataEmbed: 'block' }, only.children);
  const caption = only.tagName === 'img' ? only.properties['title'] : undefined;
  if (typeof caption !== 'string' || caption.trim() === '') return made;
  delete only.properties['title'];
  const words: ElementContent = { type: 'text', value: caption };
  return element('figure', {}, [only, element('figcaption', {}, [words])]);
}

const maxUrlLength = 2000;
const maxCells = 50_000;

/**
 * Makes the tree safe to expand: one long definition used ten thousand times, or a wide header over
 * many short rows, would grow a small page into gigabytes.
 *
 * @returns false when the page would grow too large
 */
function tame(root: Root): boolean {
  let cells = 0;
  visit(root, (node: Nodes) => {
    if ('url' in node && node.url.length > maxUrlLength) node.url = '';
    if ('title' in node && typeof node.title === 'string') node.title = node.title.slice(0, 500);
    if (node.type === 'table') {
      cells += node.children.length * Math.max(1, node.align?.length ?? 1);
    }
  });
  return cells <= maxCells;
}

/**
 * The page as HTML nodes, raw HTML still raw: nothing of it is safe yet. Null when it grows too large.
 *
 * @param text what was parsed
 */
export function toHtmlTree(root: Root, text: string): HtmlRoot | null {
  if (!tame(root)) return null;
  const tree = toHast(root, {
    allowDangerousHtml: true,
    handlers: handlersFor(text),
    clobberPrefix: '',
  });
  if (tree.type === 'root') return tree;
  const content: RootContent[] = tree.type === 'doctype' ? [] : [tree];
  return { type: 'root', children: content };
}
