import {
  $createParagraphNode,
  $getNodeByKey,
  $getRoot,
  $getState,
  $setState,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { formAsRead, normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isBlank } from '../../../shared/markdown/model/normalise.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { hunksBetween } from '../../../shared/merge/edits.ts';
import type { Hunk } from '../../../shared/merge/shortest-edit.ts';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import type { HeldPage } from '../bridge/held-page.ts';
import { $nodesOfBlocks, $partLists } from '../bridge/import-page.ts';
import { $setFrontmatter } from '../properties/frontmatter-state.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { $createParkedBlocksNode, $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { quietTags } from '../windowing/window-update.ts';

/** One of the blocks that an editor holds: a child of the root, or one of those that are parked in it. */
interface Top {
  readonly key: NodeKey;
  /** Which of the blocks that are parked there; null: the node is the block. */
  readonly parkedAt: number | null;
}

/** How the blocks that an editor holds become another page's: in each hunk nodes give way to blocks. */
export interface BlockExchange {
  /** The blocks that are written, in order. */
  readonly tops: readonly Top[];
  readonly hunks: readonly Hunk[];
  /** The nodes that give way. */
  readonly gone: ReadonlySet<NodeKey>;
  /** What is parked and must have real nodes before the exchange; plan again then. */
  readonly parked: ReadonlySet<NodeKey>;
}

type AsRead = HeldPage['asRead'];

interface SaidTop extends Top {
  readonly says: string;
}

function $tops(asRead: AsRead): SaidTop[] {
  return $getRoot()
    .getChildren()
    .flatMap((node): SaidTop[] => {
      const key = node.getKey();
      const isParked = $isParkedBlocksNode(node);
      const said = $blocksOfTop(node)
        .map((block, index) => ({ form: normalFormOf(asRead(block).model), index }))
        .filter(({ form }) => !isBlank(form.model));
      if (isParked)
        return said.map(({ form, index }) => ({ key, parkedAt: index, says: form.fingerprint }));
      const says = said.map(({ form }) => form.fingerprint).join('\n');
      return said.length === 0 ? [] : [{ key, parkedAt: null, says }];
    });
}

/**
 * What must change in the editor for it to hold another page. Whatever says what the other page says
 * there stays as it is.
 */
export function planExchange(editor: LexicalEditor, asRead: AsRead, to: PageModel): BlockExchange {
  const tops = editor.read(() => $tops(asRead));
  const hunks = hunksBetween(
    tops.map(({ says }) => says),
    to.blocks.map(({ model }) => formAsRead(model).fingerprint),
  );
  const touched = hunks.flatMap(({ start, end }) => tops.slice(start, end));
  // Blocks that come amid what is parked.
  const around = hunks.flatMap(({ start, end }) => {
    const [before, after] = [tops[start - 1], tops[end]];
    return before !== undefined && before.key === after?.key ? [before] : [];
  });
  const isParked = ({ parkedAt }: Top) => parkedAt !== null;
  return {
    tops,
    hunks,
    gone: new Set(touched.map(({ key }) => key)),
    parked: new Set([...touched, ...around].filter(isParked).map(({ key }) => key)),
  };
}

/**
 * Makes the exchange, as no step of the history.
 *
 * @param $after runs within the same change
 * @returns the page to write from: its blocks are those that the editor holds now
 */
export function exchangeBlocks(
  editor: LexicalEditor,
  to: PageModel,
  { tops, hunks, gone, isFocused }: Omit<BlockExchange, 'parked'> & { readonly isFocused: boolean },
  $after: (page: PageModel) => void,
): PageModel {
  let page = to;
  editor.update(
    () => {
      $setFrontmatter(to.frontmatter);
      const kept = $withKeptIds(to, tops, hunks);
      page = kept.page;
      for (const { start, end, from, to: until } of hunks.toReversed()) {
        const blocks = page.blocks.slice(from, until);
        const made = $nodesOfBlocks(
          blocks.map(({ model }) => model),
          blocks.map(({ id }) => id),
        );
        $insertAt(made, tops, start);
        for (const { key } of tops.slice(start, end)) $getNodeByKey(key)?.remove();
        $partLists(made);
      }
      if (gone.size > 0) $partLists($getRoot().getChildren());
      for (const [key, ids] of kept.parkedIds) $nameParked(key, ids);
      if ($getRoot().isEmpty()) $getRoot().append($createParagraphNode());
      $after(page);
    },
    // The caret's place on the screen is set anew only for one who is writing there.
    {
      discrete: true,
      tag: quietTags.filter((tag) => !isFocused || tag !== SKIP_DOM_SELECTION_TAG),
    },
  );
  return page;
}

type Ids = ReadonlyMap<number, string>;

/** The page with the ids of what stays, so that no node has to be touched for its sake. */
function $withKeptIds(
  to: PageModel,
  tops: readonly Top[],
  hunks: readonly Hunk[],
): { readonly page: PageModel; readonly parkedIds: ReadonlyMap<NodeKey, Ids> } {
  const blocks = [...to.blocks];
  const used = new Set<string>();
  const parkedIds = new Map<NodeKey, Map<number, string>>();
  let top = 0;
  let place = 0;
  for (const hunk of [...hunks, null]) {
    const end = hunk?.start ?? tops.length;
    for (; top < end; top += 1, place += 1) {
      const { key, parkedAt } = tops[top] ?? { key: '', parkedAt: null };
      const node = $getNodeByKey(key);
      const block = blocks[place];
      if (node === null || block === undefined) continue;
      const id = $idOf(node, parkedAt);
      if (id !== null && !used.has(id)) blocks[place] = { ...block, id };
      else if (parkedAt === null) $setState(node, blockIdState, block.id);
      else
        parkedIds.set(
          key,
          (parkedIds.get(key) ?? new Map<number, string>()).set(parkedAt, block.id),
        );
      used.add(blocks[place]?.id ?? '');
    }
    if (hunk === null) break;
    top = hunk.end;
    place = hunk.to;
  }
  return { page: { ...to, blocks }, parkedIds };
}

function $idOf(node: LexicalNode, parkedAt: number | null): string | null {
  if ($isParkedBlocksNode(node)) return node.getBlocks()[parkedAt ?? 0]?.id ?? null;
  const id = $getState(node, blockIdState);
  return id === '' ? null : id;
}

function $nameParked(key: NodeKey, ids: Ids): void {
  const node = $getNodeByKey(key);
  if (!$isParkedBlocksNode(node)) return;
  const blocks = node
    .getBlocks()
    .map((block, index) => ({ ...block, id: ids.get(index) ?? block.id }));
  node.replace($createParkedBlocksNode(blocks, node.getHeightPx()));
}

function $insertAt(nodes: readonly LexicalNode[], tops: readonly Top[], index: number): void {
  const next = $getNodeByKey(tops[index]?.key ?? '');
  const last = $getNodeByKey(tops[index - 1]?.key ?? '');
  if (next !== null) for (const node of nodes) next.insertBefore(node);
  else if (last !== null) for (const node of nodes.toReversed()) last.insertAfter(node);
  else $getRoot().splice(0, 0, [...nodes]);
}
