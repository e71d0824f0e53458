import {
  $getRoot,
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isBlank } from '../../../shared/markdown/model/normalise.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { readPageApart, writePageApart } from '../page-work.ts';
import { $exportBlocks } from '../bridge/export-blocks.ts';
import type { HeldPage } from '../bridge/held-page.ts';
import type { Steps } from '../past/steps.ts';
import { holdAt, sightOf } from '../place/place.ts';
import { caretTopPx, revealCaret } from '../place/rich-place.ts';
import { $selectTargets, targetAt } from '../place/select-place.ts';
import { type Now, selectionInText } from '../place/written-place.ts';
import { changesBetween, mapOffset } from './map-offset.ts';
import { unparkKeys } from '../windowing/sight.ts';
import { newIn, showCame } from './show-came.ts';
import { exchangeBlocks, planExchange } from './receive-blocks.ts';
import type { Join, Received } from './received.ts';

/** What the formatted editor holds, and is written from. */
export interface Held {
  readonly page: PageModel;
  readonly blocks: readonly BlockNow[];
  readonly frontmatter: string;
}

export interface RichText {
  readonly editor: LexicalEditor;
  readonly held: () => Held;
  readonly asRead: HeldPage['asRead'];
  readonly ownSteps: () => Steps;
  /** Told what the editor is written from now; its history begins there. */
  readonly onPut: (page: PageModel) => void;
}

// Each time the person wrote on while a long page was read.
const maxTries = 3;

/**
 * Puts another text in place of what the editor holds. Only blocks that read otherwise are made anew:
 * the caret, the selection and what stands on the screen stay, also within a block whose other words
 * changed. The editor's history ends there.
 *
 * @param caret where in the new text the caret goes instead
 */
export async function receiveRich(
  rich: RichText,
  join: Join,
  caret: number | null = null,
): Promise<Received> {
  const { editor } = rich;
  for (let round = 0; round < maxTries; round += 1) {
    const held = rich.held();
    const { page, blocks, frontmatter } = held;
    const { text: before, problems } = await writePageApart(page, blocks, { frontmatter });
    if (problems.length > 0) return { kind: 'unfaithful' };
    const after = await join(before);
    if (after === null) return { kind: 'declined' };
    const to = await readPageApart(after);
    if (editor.isComposing() || editor.getRootElement() === null) return { kind: 'busy' };
    if (!isSame(held, rich.held())) continue;
    const own = rich.ownSteps();
    if (!to.isParsed) return { kind: 'reopen', before, after, own };
    const put = exchange(rich, held, before, to, caret);
    rich.onPut(put);
    const now = rich.held();
    const { text } = writePage(now.page, now.blocks, {
      frontmatter: now.frontmatter,
      isChecked: false,
    });
    return { kind: text === after ? 'put' : 'reopen', before, after, own };
  }
  return { kind: 'busy' };
}

/** Parking makes other objects of what stays the same, and may part two lists by a blank line. */
function isSame(left: Held, right: Held): boolean {
  const said = ({ blocks }: Held) =>
    blocks.filter(({ model }) => !isBlank(normalFormOf(model).model));
  const [before, now] = [said(left), said(right)];
  return (
    left.page === right.page &&
    left.frontmatter === right.frontmatter &&
    before.length === now.length &&
    before.every(({ id, model }, index) => {
      const other = now[index];
      if (other?.id !== id) return false;
      return (
        other.model === model ||
        normalFormOf(other.model).fingerprint === normalFormOf(model).fingerprint
      );
    })
  );
}

function exchange(
  { editor, asRead }: RichText,
  held: Held,
  before: string,
  to: PageModel,
  caret: number | null,
): PageModel {
  const first = planExchange(editor, asRead, to);
  const hold =
    caret === null
      ? holdSight(editor, new Set([...first.gone, ...first.parked]))
      : () => void revealCaret(editor);
  unparkKeys(editor, [...first.parked]);
  const plan = first.parked.size === 0 ? first : planExchange(editor, asRead, to);
  const isMoved = editor.read(() => $isSelectionIn(plan.gone));
  const isMapped = isMoved && caret === null;
  const selected = isMapped
    ? selectionInText(editor, nowOf({ editor, asRead }, held, before))
    : null;
  const changes = selected === null ? [] : changesBetween(before, to.text);
  const goal =
    caret === null && selected !== null
      ? { anchor: mapOffset(changes, selected.anchor), head: mapOffset(changes, selected.head) }
      : { anchor: caret, head: caret };
  const saidBefore = caret === null ? textOf(editor, plan.gone) : null;
  const isFocused = editor.getRootElement()?.contains(document.activeElement) === true;
  const page = exchangeBlocks(editor, to, { ...plan, isFocused }, (put) => {
    if (goal.anchor === null || goal.head === null) return;
    const anchor = targetAt(put, goal.anchor);
    const head = goal.head === goal.anchor ? anchor : targetAt(put, goal.head);
    if (anchor !== null && head !== null) $selectTargets(anchor, head);
  });
  hold();
  if (saidBefore !== null) {
    const old = new Set(plan.tops.map(({ key }) => key));
    const made = editor.read(() => $getRoot().getChildrenKeys()).filter((key) => !old.has(key));
    showCame(newIn(elementsOf(editor, made), saidBefore));
  }
  return page;
}

/** Its blocks once more: a blank line may have come between two lists that were parked. */
function nowOf(
  { asRead, editor }: Pick<RichText, 'asRead' | 'editor'>,
  held: Held,
  text: string,
): Now {
  return { ...held, blocks: editor.read(() => $exportBlocks()).map(asRead), text };
}

function elementsOf(editor: LexicalEditor, keys: Iterable<NodeKey>): HTMLElement[] {
  return [...keys].flatMap((key) => editor.getElementByKey(key) ?? []);
}

function textOf(editor: LexicalEditor, keys: Iterable<NodeKey>): string {
  return elementsOf(editor, keys)
    .map(({ textContent }) => textContent)
    .join('');
}

/** The child of the root; a cell and a quote have top levels of their own. */
function $topOf(node: LexicalNode): NodeKey {
  return ([node, ...node.getParents()].at(-2) ?? node).getKey();
}

function $isSelectionIn(tops: ReadonlySet<NodeKey>): boolean {
  const selection = $getSelection();
  if (selection === null) return false;
  const nodes =
    $isRangeSelection(selection) || !$isNodeSelection(selection)
      ? (selection.getStartEndPoints() ?? []).map((point) => point.getNode())
      : selection.getNodes();
  // A place beside blocks moves with them by itself.
  return nodes.some((node) => !node.is($getRoot()) && tops.has($topOf(node)));
}

/** Remembers what stands where on the screen; the result keeps it there. */
function holdSight(editor: LexicalEditor, gone: ReadonlySet<NodeKey>): () => void {
  const root = editor.getRootElement();
  if (root === null) return () => {};
  const { topPx, bottomPx } = sightOf(root);
  const caretPx = root.contains(document.activeElement) ? caretTopPx(editor) : null;
  if (caretPx !== null && caretPx >= topPx && caretPx <= bottomPx) {
    return () => void holdAt(root, caretPx, () => caretTopPx(editor));
  }
  const keys = editor.read(() => $getRoot().getChildrenKeys());
  const seen = keys.find((key) => {
    const element = gone.has(key) ? null : editor.getElementByKey(key);
    return element !== null && element.getBoundingClientRect().bottom > topPx;
  });
  const topOf = () =>
    seen === undefined ? null : (editor.getElementByKey(seen)?.getBoundingClientRect().top ?? null);
  const seenPx = topOf();
  return seenPx === null ? () => {} : () => void holdAt(root, seenPx, topOf);
}
