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
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isBlank } from '../../../shared/markdown/model/normalise.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { hunksBetween } from '../../../shared/merge/edits.ts';
import type { Hunk } from '../../../shared/merge/shortest-edit.ts';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import type { HeldPage } from '../bridge/held-page.ts';
import { $nodesOfBlocks, $partLists } from '../bridge/import-page.ts';
import { $setFrontmatter } from '../properties/frontmatter-state.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { quietTags } from '../windowing/window-update.ts';

/** How the blocks that an editor holds become another page's: in each hunk nodes give way to blocks. */
export interface BlockExchange {
  /** The children of the root that are written, in order. */
  readonly tops: readonly NodeKey[];
  readonly hunks: readonly Hunk[];
  /** Those that give way. */
  readonly gone: ReadonlySet<NodeKey>;
}

interface Top {
  readonly key: NodeKey;
  readonly says: string;
}

type AsRead = HeldPage['asRead'];

function $tops(asRead: AsRead): Top[] {
  return $getRoot()
    .getChildren()
    .flatMap((node): Top[] => {
      const forms = $blocksOfTop(node).map((block) => normalFormOf(asRead(block).model));
      const said = forms.filter(({ model }) => !isBlank(model));
      if (said.length === 0) return [];
      return [{ key: node.getKey(), says: said.map((form) => form.fingerprint).join('\n') }];
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
    to.blocks.map(({ fingerprint }) => fingerprint),
  );
  const gone = hunks.flatMap(({ start, end }) => tops.slice(start, end).map(({ key }) => key));
  return { tops: tops.map(({ key }) => key), hunks, gone: new Set(gone) };
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
  { tops, hunks, gone, isFocused }: BlockExchange & { readonly isFocused: boolean },
  $after: (page: PageModel) => void,
): PageModel {
  let page = to;
  editor.update(
    () => {
      $setFrontmatter(to.frontmatter);
      page = $withKeptIds(to, tops, hunks);
      for (const { start, end, from, to: until } of hunks.toReversed()) {
        const blocks = page.blocks.slice(from, until);
        const made = $nodesOfBlocks(
          blocks.map(({ model }) => model),
          blocks.map(({ id }) => id),
        );
        $insertAt(made, tops, start);
        for (const key of tops.slice(start, end)) $getNodeByKey(key)?.remove();
        $partLists(made);
      }
      if (gone.size > 0) $partLists($getRoot().getChildren());
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

/** The page with the ids of what stays, so that no node has to be touched for its sake. */
function $withKeptIds(to: PageModel, tops: readonly NodeKey[], hunks: readonly Hunk[]): PageModel {
  const blocks = [...to.blocks];
  const used = new Set<string>();
  let top = 0;
  let place = 0;
  for (const hunk of [...hunks, null]) {
    const end = hunk?.start ?? tops.length;
    for (; top < end; top += 1, place += 1) {
      const node = $getNodeByKey(tops[top] ?? '');
      const block = blocks[place];
      if (node === null || block === undefined) continue;
      const id = $getState(node, blockIdState);
      if (id !== '' && !used.has(id)) blocks[place] = { ...block, id };
      else $setState(node, blockIdState, block.id);
      used.add(blocks[place]?.id ?? '');
    }
    if (hunk === null) break;
    top = hunk.end;
    place = hunk.to;
  }
  return { ...to, blocks };
}

function $insertAt(nodes: readonly LexicalNode[], tops: readonly NodeKey[], index: number): void {
  const next = $getNodeByKey(tops[index] ?? '');
  const last = $getNodeByKey(tops[index - 1] ?? '');
  if (next !== null) for (const node of nodes) next.insertBefore(node);
  else if (last !== null) for (const node of nodes.toReversed()) last.insertAfter(node);
  else $getRoot().splice(0, 0, [...nodes]);
}
