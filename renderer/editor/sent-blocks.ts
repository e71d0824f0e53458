import type { Block, List, ListItem } from '../../shared/markdown/model/blocks.ts';
import { formAsRead, normalFormOf } from '../../shared/markdown/model/normal-form.ts';
import type { PageModel } from '../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../shared/markdown/model/write-page.ts';

/** A block on its way to the worker, which has read the page itself: only what changed is copied. */
export interface SentBlock {
  /** Which of the page's blocks it was; null: new. */
  readonly origin: number | null;
  /** Null: it says what it said. */
  readonly model: SentModel | null;
}

type SentModel = Exclude<Block, List> | SentList;

interface SentList extends Omit<List, 'items'> {
  readonly items: readonly (ListItem | KeptItems)[];
}

/** Items of the block's own list, as the page has them. */
interface KeptItems {
  readonly from: number;
  to: number;
}

export function sendBlocks(page: PageModel, blocks: readonly BlockNow[]): SentBlock[] {
  const origins = new Map(page.blocks.map((block, index) => [block.id, index]));
  return blocks.map(({ id, model }) => {
    const origin = id === null ? null : (origins.get(id) ?? null);
    const before = origin === null ? undefined : page.blocks[origin];
    if (before?.model === model) return { origin, model: null };
    // Its normal form would be that of each item: the worker looks at it anyway.
    if (model.kind === 'list') return { origin, model: sendList(model, before?.model) };
    const isClean =
      before !== undefined &&
      formAsRead(before.model).fingerprint === normalFormOf(model).fingerprint;
    return { origin, model: isClean ? null : model };
  });
}

function sendList(list: List, before: Block | undefined): SentList {
  if (before?.kind !== 'list') return list;
  const places = placesIn(before);
  const items: (ListItem | KeptItems)[] = [];
  for (const item of list.items) {
    const place = places.get(item);
    const last = items.at(-1);
    if (place === undefined) items.push(item);
    else if (last !== undefined && 'from' in last && last.to === place) last.to += 1;
    else items.push({ from: place, to: place + 1 });
  }
  return { ...list, items };
}

const placesBefore = new WeakMap<List, ReadonlyMap<ListItem, number>>();

function placesIn(list: List): ReadonlyMap<ListItem, number> {
  const places =
    placesBefore.get(list) ?? new Map(list.items.map((item, index) => [item, index] as const));
  placesBefore.set(list, places);
  return places;
}

/** The other side of `sendBlocks`, with the same page. */
export function receiveBlocks(page: PageModel, sent: readonly SentBlock[]): BlockNow[] {
  return sent.flatMap(({ origin, model }): BlockNow[] => {
    const before = origin === null ? undefined : page.blocks[origin];
    const now = model?.kind === 'list' ? receiveList(model, before?.model) : model;
    const said = now ?? before?.model;
    return said === undefined ? [] : [{ id: before?.id ?? null, model: said }];
  });
}

function receiveList(list: SentList, before: Block | undefined): List {
  const kept = before?.kind === 'list' ? before.items : [];
  const items = list.items.flatMap((item) =>
    'from' in item ? kept.slice(item.from, item.to) : [item],
  );
  return { ...list, items };
}
