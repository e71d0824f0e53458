import {
  $createRangeSelection,
  $createTextNode,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  $setSelection,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type PointType,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { scrollerOf, sightOf } from '../place/place.ts';
import { drawMatches, endDrawing } from '../../find/draw-matches.ts';
import type { FindTarget, Replacement } from '../../find/find-target.ts';
import type { Match } from '../../find/matches.ts';
import { titleOfDirective, withTitle } from '../../../shared/markdown/directives.ts';
import { $isDirectiveNode } from '../containers/DirectiveNode.ts';
import { $frontmatter } from '../properties/frontmatter-state.ts';
import { type PropertyText, propertyTexts } from '../properties/property-texts.ts';
import { unparkKeys } from '../windowing/sight.ts';
import { $replaceInParked } from './replace-in-parked.ts';
import { clearOver, elementOf, isField, rangeOfProperty, revealInField } from './property-marks.ts';
import { $replaceInProperties } from './replace-in-properties.ts';
import { type Part, $partsOf, type Piece, piecesIn, rangeOf } from './rich-parts.ts';

/** The properties' form above the text. */
export interface PropertiesView {
  /** Null: it is not on the screen. */
  readonly element: () => Element | null;
  /** It shows them as YAML. */
  readonly isSource: () => boolean;
  /** Shows all of them, at once. */
  readonly open: () => void;
}

interface RichFind extends FindTarget {
  /** To be told when the form shows them in another way. */
  readonly formChanged: () => void;
}

/**
 * The properties and the formatted text as something to search. Marks are drawn over them; the document
 * has none.
 */
export function createRichFind(editor: LexicalEditor, form: () => PropertiesView | null): RichFind {
  let known: readonly Part[] | null = null;
  let properties: readonly PropertyText[] = [];
  let texts: readonly string[] = [];
  let redraw = () => {};
  let stopWatching: (() => void) | null = null;
  const listeners = new Set<() => void>();
  const look = () => {
    stopWatching ??= editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
      if (dirtyElements.size === 0 && dirtyLeaves.size === 0) return;
      known = null;
      for (const listener of listeners) listener();
    });
    if (known === null) {
      known = editor.read($partsOf);
      properties = propertyTexts(editor.read($frontmatter), form()?.isSource() ?? false);
    }
    return known;
  };
  const propertyOf = ({ part }: Match): PropertyText | null => {
    look();
    return properties[part] ?? null;
  };
  const partOf = ({ part }: Match): Part =>
    look()[part - properties.length] ?? { text: '', pieces: [], parked: null };
  const inText = (match: Match): Match => ({ ...match, part: match.part - properties.length });
  const rangeOfMatch = (match: Match) => {
    const property = propertyOf(match);
    return property === null
      ? rangeOf(editor, partOf(match), match.from, match.to)
      : rangeOfProperty(form()?.element() ?? null, property, match.from, match.to);
  };
  const open = () => {
    form()?.open();
    redraw();
  };
  /** Its part stays the same one, with nodes of its own. */
  const unpark = (match: Match) => {
    if (partOf(match).parked === null) return;
    // What comes out of a parked node may be a list that holds more of them.
    for (let round = 0; round < 3; round += 1) {
      const { parked } = partOf(match);
      if (parked !== null) unparkKeys(editor, [parked]);
    }
    redraw();
  };

  return {
    parts() {
      const inParts = look();
      const now = [...properties, ...inParts];
      const isSame = now.length === texts.length && now.every(({ text }, at) => text === texts[at]);
      if (!isSame) texts = now.map(({ text }) => text);
      return texts;
    },
    start() {
      const { part, from } = editor.read(() => $start(look()));
      return { part: part + properties.length, from };
    },
    selectedText: () =>
      selectedInForm(form()?.element() ?? null) ??
      editor.read(() => {
        const selection = $getSelection();
        return $isRangeSelection(selection) ? oneLine(selection.getTextContent()) : '';
      }),
    draw(matches, current) {
      redraw = () => {
        clearOver(form()?.element() ?? null);
        drawMatches(matches, current, rangeOfMatch);
      };
      redraw();
    },
    reveal(match) {
      if (propertyOf(match) === null) unpark(match);
      else if (rangeOfMatch(match) === null) open();
      const range = rangeOfMatch(match);
      const root = editor.getRootElement();
      if (range === null || root === null) return;
      revealWithin(range);
      revealInField(range);
      const { topPx, bottomPx } = sightOf(root);
      const box = range.getBoundingClientRect();
      if (box.top >= topPx && box.bottom <= bottomPx) return;
      // Its height is a guess as long as it is out of sight: look again once it is drawn.
      for (let round = 0; round < 2; round += 1) {
        scrollerOf(root).scrollTop += range.getBoundingClientRect().top - (topPx + bottomPx) / 2;
      }
    },
    select(match) {
      const property = match === null ? null : propertyOf(match);
      if (match !== null && property !== null) {
        open();
        selectInForm(elementOf(form()?.element() ?? null, property), match);
        return;
      }
      if (match !== null) {
        unpark(match);
        editor.update(() => $selectMatch(partOf(match), match), { discrete: true });
      }
      editor.getRootElement()?.focus({ preventScroll: true });
    },
    replace(changes) {
      let refused = 0;
      const parts = look();
      const isParked = ({ match }: Replacement) => parts[match.part]?.parked !== null;
      const isProperty = ({ match }: Replacement) => match.part < properties.length;
      const texts = properties;
      const others = changes
        .filter((each) => !isProperty(each))
        .map(({ match, text }) => ({ match: inText(match), text }));
      editor.update(
        () => {
          refused += $replaceInProperties(texts, changes.filter(isProperty));
          refused += $replaceInParked(parts, others.filter(isParked));
          // From the end, so that the places of the others stay what they are.
          for (const change of others.filter((each) => !isParked(each)).toReversed()) {
            const part = parts[change.match.part];
            if (part === undefined || !$replace(part, change)) refused += 1;
          }
        },
        { discrete: true, tag: [HISTORY_PUSH_TAG, SKIP_DOM_SELECTION_TAG] },
      );
      return refused;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopWatching?.();
        stopWatching = null;
        known = null;
        redraw = () => {};
        clearOver(form()?.element() ?? null);
        endDrawing();
      };
    },
    formChanged() {
      known = null;
      redraw();
      for (const listener of listeners) listener();
    },
  };
}

/** What is selected of one of the form's fields; null: the focus is elsewhere. */
function selectedInForm(form: Element | null): string | null {
  const { activeElement } = document;
  if (form?.contains(activeElement) !== true || !isField(activeElement)) return null;
  const { selectionStart, selectionEnd, value } = activeElement;
  return oneLine(value.slice(selectionStart ?? 0, selectionEnd ?? 0));
}

function selectInForm(element: HTMLElement | null, { from, to }: Match): void {
  if (!isField(element)) {
    const inside = 'input, textarea, button';
    element?.closest('.cp-chip, .cp-property')?.querySelector<HTMLElement>(inside)?.focus();
    return;
  }
  element.focus({ preventScroll: true });
  // Fields for dates have no selection.
  if (element.type !== 'date') element.setSelectionRange(from, to);
}

/** A tall source scrolls in its frame. */
function revealWithin(range: Range): void {
  const frame = range.startContainer.parentElement?.closest('.cp-block-atom-frame pre') ?? null;
  if (frame === null) return;
  const [box, sight] = [range.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (box.top >= sight.top && box.bottom <= sight.bottom) return;
  frame.scrollTop += box.top - (sight.top + sight.bottom) / 2;
}

function oneLine(text: string): string {
  return text.includes('\n') || text.length > 200 ? '' : text;
}

function $start(parts: readonly Part[]): { readonly part: number; readonly from: number } {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return { part: 0, from: 0 };
  const point = selection.isBackward() ? selection.focus : selection.anchor;
  for (const [part, { pieces }] of parts.entries()) {
    const piece = pieces.find(({ key }) => key === point.key);
    if (piece !== undefined) return { part, from: piece.from + point.offset };
  }
  // Beside an atom or on an empty line: the first block that comes after it.
  const place = point.getNode();
  const part = parts.findIndex(({ parked, pieces }) => {
    const node = $getNodeByKey(parked ?? pieces[0]?.key ?? '');
    return node !== null && (place.isParentOf(node) || place.isBefore(node));
  });
  return { part: Math.max(0, part), from: 0 };
}

function $selectMatch(part: Part, { from, to }: Match): void {
  const pieces = piecesIn(part, from, to);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return;
  const directive = $getNodeByKey(first.key);
  if (first.kind === 'title' && $isDirectiveNode(directive)) {
    // Its title is no text of its own: writing goes on below it.
    directive.getFirstChild()?.selectStart();
    return;
  }
  const selection = $createRangeSelection();
  $setPoint(selection.anchor, first, from - first.from, 0);
  $setPoint(selection.focus, last, to - last.from, 1);
  $setSelection(selection);
}

function $setPoint(point: PointType, piece: Piece, offset: number, after: 0 | 1): void {
  const node = $getNodeByKey(piece.key);
  const parent = node?.getParent() ?? null;
  if (node === null || parent === null) return;
  if ($isTextNode(node)) point.set(piece.key, offset, 'text');
  else point.set(parent.getKey(), node.getIndexWithinParent() + after, 'element');
}

/** Puts text in place of a match: in its first piece, whose look it takes. False: refused. */
function $replace(part: Part, { match: { from, to }, text }: Replacement): boolean {
  const pieces = piecesIn(part, from, to);
  if (pieces.length === 0 || pieces.some(({ kind }) => kind === 'atom')) return false;
  const directive = $getNodeByKey(pieces[0]?.key ?? '');
  if (pieces[0]?.kind === 'title' && $isDirectiveNode(directive)) {
    const title = titleOfDirective(directive.getHead());
    const head = withTitle(directive.getHead(), title.slice(0, from) + text + title.slice(to));
    if (head !== null) directive.setHead(head);
    return head !== null;
  }
  const first = pieces.find(({ kind }) => kind === 'text') ?? pieces[0];
  for (const piece of pieces) {
    const node = $getNodeByKey(piece.key);
    const inserted = piece === first ? text : '';
    if (!$isTextNode(node)) {
      if (inserted === '') node?.remove();
      else node?.replace($createTextNode(inserted));
      continue;
    }
    const start = Math.max(0, from - piece.from);
    const end = Math.min(piece.text.length, to - piece.from);
    node.spliceText(start, end - start, inserted);
    if (piece === first) node.select(start + inserted.length, start + inserted.length);
    if (node.getTextContent() === '') node.remove();
  }
  return true;
}
