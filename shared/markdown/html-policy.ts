import type { Element, ElementContent, Root, RootContent, Text } from 'hast';
import { anchorKey, headingAnchor } from '../wiki/headings.ts';
import { emojiOf } from './emoji.ts';
import { isTag } from '../wiki/tags.ts';
import { judgeUrl } from './url-policy.ts';

/** A heading of a rendered page; `id` is the element's, prefix included. */
export interface RenderedHeading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** Colours code; null leaves it plain. */
export type Highlight = (code: string, language: string) => ElementContent[] | null;

export interface PolicyFindings {
  readonly headings: RenderedHeading[];
  /** Targets to resolve in the wiki, each once, in order. */
  readonly targets: Set<string>;
}

const idPrefix = 'user-content-';

/** The id of the element an anchor leads to (`Heading`, `^block`). */
export function elementIdOf(anchor: string): string {
  const key = anchor.startsWith('^') ? anchor : anchorKey(anchor.split('#').at(-1) ?? '');
  return idPrefix + key;
}

interface Context {
  readonly findings: PolicyFindings;
  readonly seen: Map<string, number>;
  formulas: number;
  readonly highlight: Highlight | null;
}

/**
 * Gives every link and picture of the tree its meaning in the wiki (or takes its address away),
 * headings their ids, tags their links and code its colours. Works on raw HTML's elements too.
 */
export function applyPolicy(root: Root, highlight: Highlight | null): PolicyFindings {
  const findings: PolicyFindings = { headings: [], targets: new Set() };
  const context: Context = { findings, seen: new Map(), formulas: 0, highlight };
  root.children = root.children.flatMap((child): RootContent[] =>
    child.type === 'element' ? treat(child, context, false) : [child],
  );
  return findings;
}

function treat(node: Element, context: Context, isInLink: boolean): ElementContent[] {
  const { tagName } = node;
  const isLink = tagName === 'a';
  if (/^h[1-6]$/.test(tagName)) treatHeading(node, context);
  if (tagName === 'pre') colourCode(node, context);
  else if (tagName === 'p' || tagName === 'li') takeBlockId(node);
  if (isLink) treatLink(node, context);
  if (tagName === 'img') treatPicture(node, context);
  if ('dataFormula' in node.properties) countFormula(node, context);
  if ('dataEmoji' in node.properties) drawEmoji(node);
  const isPlain = isInLink || isLink || tagName === 'code' || tagName === 'pre';
  node.children = node.children.flatMap((child): ElementContent[] => {
    if (child.type === 'element') return treat(child, context, isInLink || isLink);
    return child.type === 'text' && !isPlain ? withTags(child) : [child];
  });
  // A link in a link would end the outer one: only its words stay.
  return isLink && isInLink ? node.children : [node];
}

function treatHeading(node: Element, { findings, seen }: Context): void {
  if (node.properties['id'] === 'footnote-label') return;
  const text = textOf(node).replace(/\s+/g, ' ').trim();
  const anchor = headingAnchor(text, seen);
  node.properties['id'] = anchor;
  findings.headings.push({ level: Number(node.tagName.slice(1)), text, id: idPrefix + anchor });
}

function treatLink(node: Element, { findings }: Context): void {
  const { properties } = node;
  const href = properties['href'];
  delete properties['href'];
  const written = properties['dataWikiTarget'];
  if (typeof written === 'string') {
    if (written.length > 2000) delete properties['dataWikiTarget'];
    else findings.targets.add(written);
    return;
  }
  if (typeof href !== 'string') return;
  if ('dataFootnoteRef' in properties || 'dataFootnoteBackref' in properties) {
    properties['dataScrollTo'] = idPrefix + href.replace(/^#/, '');
    return;
  }
  const verdict = judgeUrl(href);
  if (verdict.kind === 'web') properties['href'] = verdict.url;
  if (verdict.kind !== 'wiki') return;
  properties['dataWikiTarget'] = verdict.target;
  findings.targets.add(verdict.target);
}

// Each becomes a hundred elements.
const maxFormulas = 2000;

function countFormula(node: Element, context: Context): void {
  context.formulas += 1;
  if (context.formulas > maxFormulas) delete node.properties['dataFormula'];
}

function drawEmoji(node: Element): void {
  const name = textOf(node);
  node.children = [{ type: 'text', value: emojiOf(name) ?? name }];
}

function treatPicture(node: Element, { findings }: Context): void {
  const { properties } = node;
  const source = properties['src'];
  for (const name of ['src', 'srcSet', 'dataRemoteSrc']) Reflect.deleteProperty(properties, name);
  const written = properties['dataWikiTarget'];
  const verdict = judgeUrl(typeof source === 'string' ? source : '');
  if (typeof written === 'string' && written.length <= 2000) findings.targets.add(written);
  else if (verdict.kind === 'wiki') {
    properties['dataWikiTarget'] = verdict.target;
    findings.targets.add(verdict.target);
  } else if (verdict.kind === 'web' && /^http/i.test(verdict.url)) {
    properties['dataRemoteSrc'] = verdict.url;
  }
}

// Obsidian's `text ^id` at the end of a block names the block.
function takeBlockId(node: Element): void {
  const last = node.children.at(-1);
  if (last?.type !== 'text') return;
  const found = /(?:^|\s)\^([A-Za-z0-9-]{1,60})\s*$/.exec(last.value);
  if (found === null) return;
  last.value = last.value.slice(0, found.index);
  node.properties['id'] = `^${found[1] ?? ''}`;
}

const maxHighlightLength = 40_000;

function colourCode(pre: Element, { highlight }: Context): void {
  const code = pre.children.find((child) => child.type === 'element' && child.tagName === 'code');
  if (highlight === null || code?.type !== 'element') return;
  const classes = code.properties['className'];
  const names = Array.isArray(classes) ? classes.map(String) : [];
  const language = names.find((name) => name.startsWith('language-'))?.slice('language-'.length);
  const text = textOf(code);
  if (language === undefined || text.length > maxHighlightLength) return;
  code.children = highlight(text, language.toLowerCase()) ?? code.children;
}

const inlineTag = /(?<![^\s([{"'>])#([\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\ufe0f_/-]+)/gu;

function withTags(text: Text): ElementContent[] {
  if (!text.value.includes('#')) return [text];
  const pieces: ElementContent[] = [];
  let copied = 0;
  for (const match of text.value.matchAll(inlineTag)) {
    const tag = (match[1] ?? '').replace(/\/+$/, '');
    if (!isTag(tag)) continue;
    pieces.push({ type: 'text', value: text.value.slice(copied, match.index) });
    const shown: Text = { type: 'text', value: `#${tag}` };
    pieces.push({ type: 'element', tagName: 'a', properties: { dataTag: tag }, children: [shown] });
    copied = match.index + tag.length + 1;
  }
  if (copied === 0) return [text];
  return [...pieces, { type: 'text', value: text.value.slice(copied) }];
}

function textOf(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
