import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { type PageModel, parseBlocks } from '../../../shared/markdown/model/read-page.ts';
import { unusedSign } from './sign.ts';

interface SignedBlock {
  /** Which of the page's blocks. */
  readonly index: number;
  /** The block with the sign in its text, at the place; null where no place in it could be found. */
  readonly model: Block | null;
  readonly sign: string;
}

const maxWords = 8;
// A place in a block this long is found to the line at best: each try parses the block.
const maxBlockLength = 60_000;

/** Where the blocks of a page begin in its text. */
export function blockStarts(page: PageModel): number[] {
  let at = page.bom.length + page.frontmatter.length;
  return page.blocks.map(({ separator, source }) => {
    const start = at + separator.length;
    at = start + source.length;
    return start;
  });
}

/** The block that an offset of the text is in, or that ends before it. */
export function blockIndexAt(starts: readonly number[], offset: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= offset),
  );
}

/**
 * Finds what the offset of a page's text is in its model: a sign is put there, and the block is parsed
 * with it. Between the signs of markdown the nearest place that is in text is taken, on before back.
 */
export function signBlockAt(page: PageModel, offset: number): SignedBlock | null {
  const starts = blockStarts(page);
  const index = blockIndexAt(starts, offset);
  const block = page.blocks[index];
  if (block === undefined) return null;
  const sign = unusedSign(page.text);
  const inside = Math.min(Math.max(0, offset - (starts[index] ?? 0)), block.source.length);
  if (block.source.length > maxBlockLength) return { index, model: null, sign };
  const whole = normalFormOf(block.model).fingerprint;
  for (const at of placesNear(block.source, inside)) {
    const signed = block.source.slice(0, at) + sign + block.source.slice(at);
    const parsed = parseBlocks(signed, page.scope) ?? [];
    const [only] = parsed;
    if (only === undefined || parsed.length > 1 || !isInText(only.model, sign)) continue;
    const without = JSON.parse(JSON.stringify(only.model).replace(sign, '')) as Block;
    if (normalFormOf(without).fingerprint === whole) return { index, model: only.model, sign };
  }
  return { index, model: null, sign };
}

/** Whether the sign stands in something that is shown as text, and nowhere else. */
function isInText(model: unknown, sign: string): boolean {
  if (Array.isArray(model)) return model.some((part) => isInText(part, sign));
  if (typeof model !== 'object' || model === null) return false;
  return Object.entries(model).some(([name, value]) =>
    typeof value === 'string' ? name === 'text' && value.includes(sign) : isInText(value, sign),
  );
}

function placesNear(source: string, at: number): number[] {
  const words = [...source.matchAll(/[\p{L}\p{N}]+/gu)];
  const next = words.filter(({ index }) => index > at).slice(0, maxWords);
  const before = words.filter((word) => word.index + word[0].length <= at).slice(-maxWords);
  return [
    at,
    ...next.map(({ index }) => index),
    ...before.reverse().map((word) => word.index + word[0].length),
  ];
}
