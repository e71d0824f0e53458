import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import {
  writePage,
  type WriteOptions,
  type WrittenPage,
} from '../../shared/markdown/model/write-page.ts';
import { receiveBlocks, type SentBlock } from './sent-blocks.ts';
import { sendPage, type SentPage } from './sent-page.ts';
import { joined } from './together/joining.ts';

export type PageRequest =
  | { readonly kind: 'read'; readonly id: number; readonly text: string }
  | {
      readonly kind: 'write';
      readonly id: number;
      /** Of the page as it was read. */
      readonly text: string;
      readonly blocks: readonly SentBlock[];
      readonly options: WriteOptions;
    }
  | {
      readonly kind: 'join';
      readonly id: number;
      readonly base: string;
      readonly mine: string;
      readonly theirs: string;
    };

export type PageAnswer =
  | { readonly kind: 'read'; readonly id: number; readonly page: SentPage }
  | { readonly kind: 'write'; readonly id: number; readonly written: WrittenPage }
  /** Null: a person must choose. */
  | { readonly kind: 'join'; readonly id: number; readonly text: string | null };

/** The worker's work. It remembers the last page: what is written was mostly just read. */
export function createPageAnswerer(): (request: PageRequest) => PageAnswer {
  let last: PageModel | null = null;
  const pageOf = (text: string): PageModel => {
    if (last?.text !== text) last = readPage(text);
    return last;
  };
  return (request) => {
    if (request.kind === 'join') {
      const { id, base, mine, theirs } = request;
      return { kind: 'join', id, text: joined(base, mine, theirs) };
    }
    const page = pageOf(request.text);
    if (request.kind === 'read') return { kind: 'read', id: request.id, page: sendPage(page) };
    const blocks = receiveBlocks(page, request.blocks);
    const written = writePage(page, blocks, request.options);
    return { kind: 'write', id: request.id, written };
  };
}
