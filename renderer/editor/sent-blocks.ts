import type { Block } from '../../shared/markdown/model/blocks.ts';
import { normalFormOf } from '../../shared/markdown/model/normal-form.ts';
import {
  areAlikeAround,
  isEqual,
  type Part,
  partsOf,
  withParts,
} from '../../shared/markdown/model/parts.ts';
import type { PageModel } from '../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../shared/markdown/model/write-page.ts';

/** A block on its way to the worker, which has read the page itself: only what changed is copied. */
export interface SentBlock {
  /** Which of the page's blocks it was; null: new. */
  readonly origin: number | null;
  /** Null: it says what it said. */
  readonly model: Block | null;
  /** What a long block is made of, which `model` is without; null: `model` is all of it. */
  readonly parts: readonly (Part | KeptParts)[] | null;
}

/** Parts of the block as the page has it. */
interface KeptParts {
  readonly from: number;
  readonly to: number;
}

export function sendBlocks(page: PageModel, blocks: readonly BlockNow[]): SentBlock[] {
  const origins = new Map(page.blocks.map((block, index) => [block.id, index]));
  return blocks.map(({ id, model }) => {
    const origin = id === null ? null : (origins.get(id) ?? null);
    const before = origin === null ? undefined : page.blocks[origin]?.model;
    if (before === undefined) return { origin, model, parts: null };
    if (before === model) return { origin, model: null, parts: null };
    const parts = sendParts(model, before);
    const isClean =
      parts === null ? isEqual(before, normalFormOf(model).model) : isAll(parts, before, model);
    if (isClean) return { origin, model: null, parts: null };
    return { origin, model: parts === null ? model : withParts(model, []), parts };
  });
}

/** Null: it has no parts, or not those of a block like it. */
function sendParts(model: Block, before: Block): (Part | KeptParts)[] | null {
  const [now, old] = [partsOf(model), partsOf(before)];
  if (now === null || old === null || model.kind !== before.kind) return null;
  const places = placesIn(before, old);
  const sent: (Part | KeptParts)[] = [];
  for (const [index, part] of now.entries()) {
    const place = places.get(part) ?? placeOf(part, old, index, now.length);
    const last = sent.at(-1);
    if (place === null) sent.push(part);
    else if (last !== undefined && isKept(last) && last.to === place) {
      sent[sent.length - 1] = { from: last.from, to: place + 1 };
    } else sent.push({ from: place, to: place + 1 });
  }
  return sent;
}

/** Counted from the start or from the end. */
function placeOf(part: Part, old: readonly Part[], index: number, count: number): number | null {
  const places = [index, index + old.length - count];
  return places.find((place) => old[place] !== undefined && isEqual(part, old[place])) ?? null;
}

const isKept = (part: Part | KeptParts): part is KeptParts => 'from' in part;

/** Whether nothing is sent but all of the block as the page has it. */
function isAll(parts: readonly (Part | KeptParts)[], before: Block, model: Block): boolean {
  const [first] = parts;
  const isWhole =
    parts.length === 0 ||
    (parts.length === 1 && first !== undefined && isKept(first) && first.from === 0);
  return isWhole && areAlikeAround(before, model);
}

const placesBefore = new WeakMap<Block, ReadonlyMap<Part, number>>();

function placesIn(block: Block, parts: readonly Part[]): ReadonlyMap<Part, number> {
  const places =
    placesBefore.get(block) ?? new Map(parts.map((part, index) => [part, index] as const));
  placesBefore.set(block, places);
  return places;
}

/** The other side of `sendBlocks`, with the same page. */
export function receiveBlocks(page: PageModel, sent: readonly SentBlock[]): BlockNow[] {
  return sent.flatMap(({ origin, model, parts }): BlockNow[] => {
    const before = origin === null ? undefined : page.blocks[origin];
    const kept = (before === undefined ? null : partsOf(before.model)) ?? [];
    const said =
      model === null || parts === null
        ? (model ?? before?.model)
        : withParts(
            model,
            parts.flatMap((part) => (isKept(part) ? kept.slice(part.from, part.to) : [part])),
          );
    return said === undefined ? [] : [{ id: before?.id ?? null, model: said }];
  });
}
