import {
  $getRoot,
  CLEAR_HISTORY_COMMAND,
  HISTORY_MERGE_TAG,
  type LexicalEditor,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
} from 'lexical';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { $exportBlocks } from './export-blocks.ts';
import { withFingerprints } from './fingerprints.ts';
import { $appendBlocks } from './import-page.ts';

const importTag = 'page-import';
/** Of a change that is not the person's: no step of its own, and nothing moves. */
export const importTags = [
  HISTORY_MERGE_TAG,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
  importTag,
];

// About what a screen and a half shows; then pieces that take a frame or so each.
const firstLength = 12_000;
const sliceLength = 10_000;
const idleLimitMs = 60;
// A slice takes about as long.
const sliceMs = 12;

/** Where the slice of the page that begins at a block ends: after about so many characters. */
export function sliceEnd(page: PageModel, from: number, length = firstLength): number {
  let size = 0;
  for (let index = from; index < page.blocks.length; index += 1) {
    if (size >= length) return index;
    size += page.blocks[index]?.source.length ?? 0;
  }
  return page.blocks.length;
}

/** What the editor holds of a page while the rest of it still comes in. */
interface PageImport {
  isDone(): boolean;
  /** Brings in the next slice. */
  step(): void;
  /** Brings in all that is left, at once. */
  finish(): void;
  /** What a write starts from. */
  page(): PageModel;
  /** The blocks now: what the editor holds, and the page's blocks that it does not hold yet. */
  blocks(): BlockNow[];
  /** Another page to write from, of which the editor holds all. */
  goOnFrom(page: PageModel): void;
}

/**
 * Follows the import of a page whose first blocks, up to `imported`, are in the editor and went
 * through every node transform.
 */
export function createPageImport(
  editor: LexicalEditor,
  whole: PageModel,
  imported: number,
  length = sliceLength,
): PageImport {
  let next = imported;
  let page = withFingerprints(whole, editor.read($exportBlocks));
  const step = (to: number) => {
    const held = editor.read(() => $getRoot().getChildrenSize());
    editor.update(() => $appendBlocks(page, next, to), { discrete: true, tag: importTags });
    next = to;
    page = withFingerprints(
      page,
      editor.read(() => $exportBlocks(held)),
    );
  };
  const isDone = () => next >= page.blocks.length;
  return {
    isDone,
    step: () => step(sliceEnd(page, next, length)),
    finish: () => {
      if (!isDone()) step(page.blocks.length);
    },
    page: () => page,
    blocks: () => [
      ...editor.read(() => $exportBlocks()),
      ...page.blocks.slice(next).map(({ id, model }) => ({ id, model })),
    ],
    goOnFrom(other) {
      page = other;
      next = other.blocks.length;
    },
  };
}

const inputEvents = [
  'keydown',
  'pointerdown',
  'beforeinput',
  'compositionstart',
  'paste',
  'cut',
  'drop',
] as const;

/**
 * Brings in the rest of a page whenever nothing else is to do, and all of it before the first input:
 * undo would lead back to a page without its end.
 *
 * @param onChange told of every change that is not the import's
 */
export function runImport(
  editor: LexicalEditor,
  pageImport: PageImport,
  onChange: () => void,
): () => void {
  let cancelNext = () => {};
  const runNext = (leftMs: () => number) => {
    do {
      if (pageImport.isDone()) {
        forget();
        return;
      }
      pageImport.step();
    } while (leftMs() > sliceMs);
    cancelNext = whenIdle(runNext);
  };
  const finish = () => {
    forget();
    pageImport.finish();
  };
  const forget = () => {
    cancelNext();
    for (const name of inputEvents) document.removeEventListener(name, finish, true);
  };
  if (!pageImport.isDone()) {
    for (const name of inputEvents) document.addEventListener(name, finish, true);
    cancelNext = whenIdle(runNext);
  }
  const unregister = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves, tags }) => {
    if (tags.has(importTag) || (dirtyElements.size === 0 && dirtyLeaves.size === 0)) return;
    onChange();
    if (pageImport.isDone() || tags.has(HISTORY_MERGE_TAG)) return;
    // A change that no input announced: its undo is given up rather than the end of the page.
    finish();
    editor.dispatchCommand(CLEAR_HISTORY_COMMAND, undefined);
  });
  return () => {
    forget();
    unregister();
  };
}

/** @param run given how long nothing else is to do */
function whenIdle(run: (leftMs: () => number) => void): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in globalThis)) {
    const handle = setTimeout(() => run(() => 0), idleLimitMs);
    return () => clearTimeout(handle);
  }
  const handle = requestIdleCallback((idle) => run(() => idle.timeRemaining()), {
    timeout: idleLimitMs,
  });
  return () => cancelIdleCallback(handle);
}
