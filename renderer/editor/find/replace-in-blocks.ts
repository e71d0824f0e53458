import { titleOfDirective, withTitle } from '../../../shared/markdown/directives.ts';
import type {
  Block,
  Inline,
  LinkPart,
  List,
  ListItem,
} from '../../../shared/markdown/model/blocks.ts';
import { blockTexts, textOfInlines } from './block-texts.ts';

/** Text in place of a stretch of a part. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface BlockReplacer {
  readonly ofBlock: (block: Block) => Block;
  /** How many could not be made: part of them is kept as one. */
  readonly refused: () => number;
}

/**
 * Puts text in place of stretches of blocks, as the editor does with nodes. What has no change in it, or
 * none that could be made, stays the same object.
 *
 * @param changes by part, as `blockTexts` counts them, over all that is given to it
 */
export function createBlockReplacer(
  changes: ReadonlyMap<number, readonly TextChange[]>,
): BlockReplacer {
  let part = 0;
  let refused = 0;

  const nextPart = (text: string): readonly TextChange[] => {
    if (text === '') return [];
    part += 1;
    return changes.get(part - 1) ?? [];
  };
  const words = (inlines: readonly Inline[]): readonly Inline[] =>
    // From the end, so that the places of the others stay what they are.
    nextPart(textOfInlines(inlines)).reduceRight((now, change) => {
      const made = spliced(now, change);
      if (made === null) refused += 1;
      return made ?? now;
    }, inlines);
  const titled = (head: string): string =>
    nextPart(titleOfDirective(head)).reduceRight((now, change) => {
      const made = withTitle(now, changed(titleOfDirective(now), change));
      if (made === null) refused += 1;
      return made ?? now;
    }, head);
  const changesIn = (count: number): number => {
    let sum = 0;
    for (let at = part; at < part + count; at += 1) sum += changes.get(at)?.length ?? 0;
    return sum;
  };
  const ofList = (list: List): List => ({ ...list, items: list.items.map(ofItem) });
  const ofItem = (item: ListItem): ListItem => {
    const children = words(item.children);
    const body = item.body.map(ofBlock);
    return { ...item, children, body, lists: item.lists.map(ofList) };
  };
  const ofBlock = (block: Block): Block => {
    const texts = blockTexts.ofBlock(block);
    const asked = changesIn(texts.length);
    if (asked === 0) {
      part += texts.length;
      return block;
    }
    const refusedBefore = refused;
    const made = changedBlock(block, texts);
    return refused - refusedBefore === asked ? block : made;
  };
  const changedBlock = (block: Block, texts: readonly string[]): Block => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        return { ...block, children: words(block.children) };
      case 'list':
        return ofList(block);
      case 'quote':
      case 'footnote':
        return { ...block, children: block.children.map(ofBlock) };
      case 'directive': {
        const head = titled(block.head);
        return { ...block, head, children: block.children.map(ofBlock) };
      }
      case 'callout':
        return { ...block, title: words(block.title), children: block.children.map(ofBlock) };
      case 'table':
        return { ...block, rows: block.rows.map((row) => row.map(words)) };
      case 'code':
        return {
          ...block,
          text: nextPart(block.text).reduceRight(changed, block.text),
        };
      default:
        refused += nextPart(texts.join('')).length;
        return block;
    }
  };
  return { ofBlock, refused: () => refused };
}

const changed = (now: string, { from, text, to }: TextChange): string =>
  now.slice(0, from) + text + now.slice(to);

/** Words with a change made: in its first text, whose look it takes. Null: refused. */
function spliced(words: readonly Inline[], change: TextChange): readonly Inline[] | null {
  const { from, to } = change;
  const taking = takerOf(words, change);
  if (taking === null) return null;
  let at = 0;
  const ofPart = (part: LinkPart): LinkPart[] => {
    const start = at;
    at += textOfInlines([part]).length;
    if (start >= to || at <= from || part.kind === 'atom') return [part];
    const [before, after] =
      part.kind === 'text'
        ? [part.text.slice(0, Math.max(0, from - start)), part.text.slice(to - start)]
        : ['', ''];
    const text = before + (part === taking ? change.text : '') + after;
    if (text === '') return [];
    return [part.kind === 'text' ? { ...part, text } : { kind: 'text', text, marks: 0 }];
  };
  return words.flatMap((word): Inline[] => {
    if (word.kind !== 'link') return ofPart(word);
    const children = word.children.flatMap(ofPart);
    return children.length === 0 ? [] : [{ ...word, children }];
  });
}

/** The part that the new text goes into; null: an atom is touched. */
function takerOf(words: readonly Inline[], { from, to }: TextChange): LinkPart | null {
  const touched: LinkPart[] = [];
  let at = 0;
  for (const part of words.flatMap((word) => (word.kind === 'link' ? word.children : [word]))) {
    const start = at;
    at += textOfInlines([part]).length;
    if (start < to && at > from) touched.push(part);
  }
  if (touched.some(({ kind }) => kind === 'atom')) return null;
  return touched.find(({ kind }) => kind === 'text') ?? touched[0] ?? null;
}
