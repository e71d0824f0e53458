import type { Element, ElementContent, Root as HtmlRoot, RootContent } from 'hast';
import type { Blockquote, Nodes, Root } from 'mdast';
import { toHast, type Handlers, type State } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import { familyOfCallout, readCallout, titleOfCallout } from './callouts.ts';
import type { Embed, WikiLink } from './wikilink-syntax.ts';

function element(
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[],
): Element {
  return { type: 'element', tagName, properties, children };
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
    const size = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(node.label ?? '');
    const [, width, height] = size ?? [];
    const picture = element(
      'img',
      {
        dataWikiTarget: node.target,
        alt: size === null ? shownTarget(node) : shownTarget({ ...node, label: null }),
        ...(width === undefined ? {} : { width }),
        ...(height === undefined ? {} : { height }),
      },
      [],
    );
    return element('span', { dataEmbed: '' }, [picture]);
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
    const body = inner.length === 0 ? [] : [element('div', { className: ['callout-body'] }, inner)];
    const shared = { className: ['callout'], dataCallout: familyOfCallout(callout.type) };
    if (callout.folding === 'none') {
      return element('div', shared, [
        element('div', { className: ['callout-title'] }, title),
        ...body,
      ]);
    }
    return element('details', { ...shared, open: callout.folding === 'open' }, [
      element('summary', { className: ['callout-title'] }, title),
      ...body,
    ]);
  },
});

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
