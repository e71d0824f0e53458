import type { Block } from '../../shared/markdown/model/blocks.ts';
import { normalFormOf } from '../../shared/markdown/model/normal-form.ts';
import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import {
  type BlockNow,
  writePage,
  type WriteOptions,
  type WrittenPage,
} from '../../shared/markdown/model/write-page.ts';

/** A block on its way to the worker, which has read the page itself. */
interface SentBlock {
  /** Which of the page's blocks it was; null: new. */
  readonly origin: number | null;
  /** Null: it says what it said. */
  readonly model: Block | null;
}

export type PageRequest =
  | { readonly kind: 'read'; readonly id: number; readonly text: string }
  | {
      readonly kind: 'write';
      readonly id: number;
      /** Of the page as it was read. */
      readonly text: string;
      readonly blocks: readonly SentBlock[];
      readonly options: WriteOptions;
    };

export type PageAnswer =
  | { readonly kind: 'read'; readonly id: number; readonly page: PageModel }
  | { readonly kind: 'write'; readonly id: number; readonly written: WrittenPage };

/** What the worker needs of the blocks now: only what changed is copied to it. */
export function blocksToSend(page: PageModel, blocks: readonly BlockNow[]): SentBlock[] {
  const origins = new Map(page.blocks.map((block, index) => [block.id, index]));
  return blocks.map(({ id, model }) => {
    const origin = id === null ? null : (origins.get(id) ?? null);
    const isClean =
      origin !== null && page.blocks[origin]?.fingerprint === normalFormOf(model).fingerprint;
    return { origin, model: isClean ? null : model };
  });
}

/** The worker's work. It remembers the last page: what is written was mostly just read. */
export function createPageAnswerer(): (request: PageRequest) => PageAnswer {
  let last: PageModel | null = null;
  const pageOf = (text: string): PageModel => {
    if (last?.text !== text) last = readPage(text);
    return last;
  };
  return (request) => {
    const page = pageOf(request.text);
    if (request.kind === 'read') return { kind: 'read', id: request.id, page };
    const blocks = request.blocks.flatMap(({ origin, model }): BlockNow[] => {
      const block = origin === null ? undefined : page.blocks[origin];
      const now = model ?? block?.model;
      return now === undefined ? [] : [{ id: block?.id ?? null, model: now }];
    });
    const written = writePage(page, blocks, request.options);
    return { kind: 'write', id: request.id, written };
  };
}
