const styleName = 'data-style';

/**
 * The elements of a formula that was drawn as HTML. Only what formulas are made of comes through, and
 * styles are set one by one: the content policy lets no `style` attribute do anything.
 */
export function nodesOfDrawn(html: string): Node[] {
  // Under another name, or the browser complains of each while it reads; no text has a bare quote.
  const quiet = html.replaceAll(' style="', ` ${styleName}="`);
  const parsed = new DOMParser().parseFromString(quiet, 'text/html');
  return [...parsed.body.childNodes].flatMap(copied);
}

const maths =
  'math semantics annotation mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle mpadded mphantom ' +
  'menclose msub msup msubsup munder mover munderover mmultiscripts mtable mtr mtd mlabeledtr';
const elements = new Set(`span svg g path line ${maths}`.split(' '));
const attributes = new Set(
  (
    'class aria-hidden xmlns width height viewBox preserveAspectRatio d x1 x2 y1 y2 stroke-width ' +
    'encoding display mathvariant stretchy fence separator lspace rspace minsize maxsize accent ' +
    'accentunder columnalign columnspacing columnlines rowspacing rowlines rowalign scriptlevel ' +
    'displaystyle linethickness notation depth voffset symmetric movablelimits largeop mathcolor ' +
    'mathbackground mathsize frame width'
  ).split(' '),
);

function copied(node: Node): Node[] {
  if (node instanceof Text) return [document.createTextNode(node.data)];
  if (!(node instanceof Element) || !elements.has(node.localName)) return [];
  const copy = document.createElementNS(node.namespaceURI, node.localName);
  for (const { name, value } of node.attributes) {
    if (attributes.has(name)) copy.setAttribute(name, value);
  }
  const style = node.getAttribute(styleName);
  const hasStyle = copy instanceof HTMLElement || copy instanceof SVGElement;
  if (style !== null && hasStyle && !/url|image|expression/i.test(style))
    copy.style.cssText = style;
  copy.append(...[...node.childNodes].flatMap(copied));
  return [copy];
}
