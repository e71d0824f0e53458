import type { LexicalEditor, LexicalNode, UpdateListenerPayload } from 'lexical';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { formAsRead, normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isEqual } from '../../../shared/markdown/model/parts.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { isWindowing } from '../windowing/window-update.ts';
import { $blocksOfTop, $exportBlocks } from './export-blocks.ts';

/** A page and what the editor holds of it: the two sides of a write. */
export interface HeldPage {
  /** What a write starts from. */
  readonly page: () => PageModel;
  /** What the editor holds now, for a write. */
  readonly blocks: () => BlockNow[];
  /**
   * The page's own model in the place of what the editor made of it by itself as it took it in: then
   * untouched means clean.
   */
  readonly asRead: (block: BlockNow) => BlockNow;
  /** Another page to write from, of which the editor holds all. */
  readonly goOnFrom: (page: PageModel) => void;
  readonly letGo: () => void;
}

/** Call it right after the page came in, when every node transform has run. */
export function holdPage(editor: LexicalEditor, whole: PageModel): HeldPage {
  let page = whole;
  let origins = originsOf(page);
  // By block: what it says where nobody touched it but the editor's own transforms.
  const untouched = new Map<string, Set<string>>();

  const learn = (id: string, model: Block) => {
    const origin = origins.get(id);
    if (origin === undefined || saysAsRead(model, origin.model)) return;
    const { fingerprint } = normalFormOf(model);
    const known = untouched.get(id) ?? new Set();
    untouched.set(id, known.add(fingerprint));
  };
  const learnAll = () => {
    for (const { id, model } of editor.read(() => $exportBlocks())) {
      if (id !== null) learn(id, model);
    }
  };
  const isUntouched = (id: string, model: Block): boolean => {
    const origin = origins.get(id);
    if (origin === undefined) return false;
    return (
      saysAsRead(model, origin.model) ||
      untouched.get(id)?.has(normalFormOf(model).fingerprint) === true
    );
  };
  const asRead = (block: BlockNow): BlockNow => {
    const { id, model } = block;
    if (id === null || untouched.get(id)?.has(normalFormOf(model).fingerprint) !== true) {
      return block;
    }
    return { id, model: origins.get(id)?.model ?? model };
  };

  learnAll();
  const letGo = editor.registerUpdateListener((update) => {
    if (!isWindowing(update.tags)) return;
    const before = new Map(movedBlocks(editor, update, update.prevEditorState));
    for (const [id, model] of movedBlocks(editor, update, update.editorState)) {
      const was = before.get(id);
      if (was === undefined || saySame(was, model) || !isUntouched(id, was)) continue;
      learn(id, model);
    }
  });
  return {
    page: () => page,
    blocks: () => editor.read(() => $exportBlocks()).map(asRead),
    asRead,
    goOnFrom(other) {
      page = other;
      origins = originsOf(page);
      untouched.clear();
      learnAll();
    },
    letGo,
  };
}

// Of a long list neither a normal form nor a fingerprint is made, which would be held as long as it.
function saysAsRead(model: Block, read: Block): boolean {
  return isEqual(model, read) || isEqual(normalFormOf(model).model, formAsRead(read).model);
}

function originsOf(page: PageModel) {
  return new Map(page.blocks.map((block) => [block.id, block]));
}

/** The page's blocks that are in those children of the root that an update made or changed. */
function movedBlocks(
  editor: LexicalEditor,
  { dirtyElements, dirtyLeaves }: UpdateListenerPayload,
  state: UpdateListenerPayload['editorState'],
): [string, Block][] {
  const tops = [...dirtyElements.keys(), ...dirtyLeaves]
    .map((key) => state._nodeMap.get(key))
    .filter((node): node is LexicalNode => node?.__parent === 'root');
  const blocks = state.read(() => tops.flatMap((node) => [...$blocksOfTop(node)]), { editor });
  return blocks
    .flatMap(({ id, model }) => (id === null ? [] : [[id, model] as const]))
    .map(([id, model]) => [id, model]);
}

/** Sure of it when true. A long list is not looked through where it is the same. */
function saySame(left: Block, right: Block): boolean {
  if (left === right) return true;
  if (left.kind !== 'list' || right.kind !== 'list') return isSameJson(left, right);
  return (
    left.isOrdered === right.isOrdered &&
    left.start === right.start &&
    left.items.length === right.items.length &&
    left.items.every((item, index) => {
      const other = right.items[index];
      return item === other || isSameJson(item, other);
    })
  );
}

function isSameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
