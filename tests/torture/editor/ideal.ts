import { $isLinkNode } from '@lexical/link';
import { $isListItemNode, $isListNode } from '@lexical/list';
import { $findMatchingParent } from '@lexical/utils';
import { $isTableCellNode } from '@lexical/table';
import { $isHeadingNode } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  DELETE_CHARACTER_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_DOWN_COMMAND,
  type LexicalNode,
} from 'lexical';
import { hunksBetween } from '../../../shared/merge/edits.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { $setTask, $taskOf } from '../../../renderer/editor/nodes/node-states.ts';
import type { Random } from '../random.ts';
import { $isInCode, $items, $texts, oneOf } from './places.ts';
import type { Stage } from './stage.ts';

/** Edits whose smallest change to the lines of a page can be told. */
export const idealKinds = [
  ...(['word', 'cell', 'item', 'toggle'] as const),
  ...(['split', 'merge', 'insert', 'delete', 'move'] as const),
] as const;
export type IdealKind = (typeof idealKinds)[number];

/** Whether the lines of a page changed no more than they had to. */
type Judge = (before: string, after: string) => boolean;

/** Makes one such edit, in an update. Null: the page has no place for it. */
type Edit = (stage: Stage, random: Random) => Judge | null;

const fresh = 'quince';

const linesOf = (text: string): string[] => text.split(/(?<=\r\n|\n|\r(?!\n))/u);
// The items after one that came or went may be counted anew.
const uncounted = (line: string): string => line.replace(/^((?:[ \t]|>)*)\d+(?=[.)])/u, '$1#');
const isFilled = (line: string): boolean => !/^[\s>]*$/u.test(line);
const box = /^((?:[ \t]|>)*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\]/u;
const isUnderline = (line: string): boolean => /^ {0,3}(?:=+|-+)[ \t]*[\r\n]*$/.test(line);
const letters = (lines: readonly string[]): string =>
  lines
    .map((line) => line.replace(box, '$1'))
    .join('')
    // Beside a mark a letter may have to be written as its number.
    .replace(/&#x([0-9A-F]+);/gu, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/[^\p{L}\p{M}]+/gu, '');

interface Change {
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Lines that went and that came, blank ones aside. */
function changeOf(before: string, after: string): Change {
  // What stands at the start and the end of a page isn't a line's own.
  const whole = (text: string) => text.replace(/^\ufeff/u, '').replace(/[^\r\n]$/u, `$&${eol}`);
  const eol = /\r\n|\r|\n/u.exec(before + after)?.[0] ?? '\n';
  const [old, now] = [linesOf(whole(before)), linesOf(whole(after))];
  const hunks = hunksBetween(old.map(uncounted), now.map(uncounted));
  const gone = hunks.flatMap((hunk) => old.slice(hunk.start, hunk.end)).filter(isFilled);
  const come = hunks.flatMap((hunk) => now.slice(hunk.from, hunk.to)).filter(isFilled);
  return { gone, come };
}

/** One line, in which only this became that. */
function oneLine(become: (line: string) => readonly string[]): Judge {
  return (before, after) => {
    const change = lineThatChanged(before, after);
    return change !== null && become(change.was).includes(change.is);
  };
}

interface LineChange {
  readonly was: string;
  readonly is: string;
  /** Which line it is, among all of them before. */
  readonly at: number;
  readonly lines: readonly string[];
}

/** The only line that isn't what it was; null: there are more, or fewer. */
function lineThatChanged(before: string, after: string): LineChange | null {
  const [lines, now] = [linesOf(before), linesOf(after)];
  const changed = lines.flatMap((line, index) => (line === now[index] ? [] : [index]));
  const [at = -1] = changed;
  const [was, is] = [lines[at], now[at]];
  if (lines.length !== now.length || changed.length !== 1) return null;
  return was === undefined || is === undefined ? null : { was, is, at, lines };
}

/** One cell, with the blanks it had; where its column is lined up they may make up for the word. */
function oneCell(word: string): Judge {
  const cellsOf = (line: string) => line.replace(/[\r\n]+$/u, '').split(/(?<!\\)\|/u);
  return (before, after) => {
    const change = lineThatChanged(before, after);
    if (change === null) return false;
    const [old, now] = [cellsOf(change.was), cellsOf(change.is)];
    const changed = old.flatMap((cell, index) => (cell === now[index] ? [] : [index]));
    const [column = -1] = changed;
    const [was, is] = [old[column], now[column]];
    if (was === undefined || is === undefined) return false;
    if (old.length !== now.length || changed.length !== 1) return false;
    if (everyRetyping(was, word).includes(is)) return true;
    const table = linesAround(change, (line) => line.includes('|'));
    const isLinedUp = table.every((line) => cellsOf(line)[column]?.length === was.length);
    const isAsWide = is.length === was.length || is.length === is.trim().length + 2;
    return isLinedUp && isAsWide && everyRetyping(was.trim(), word).includes(is.trim());
  };
}

/** The line that changed with those above and below it that are like it. */
function linesAround(
  { at, lines }: LineChange,
  isLike: (line: string) => boolean,
): readonly string[] {
  const from = lines.slice(0, at).findLastIndex((line) => !isLike(line)) + 1;
  const below = lines.slice(at).findIndex((line) => !isLike(line));
  return lines.slice(from, below === -1 ? lines.length : at + below);
}

function everyReplacement(line: string, from: string, to: string): string[] {
  const found: string[] = [];
  for (let at = line.indexOf(from); at !== -1; at = line.indexOf(from, at + 1)) {
    found.push(line.slice(0, at) + to + line.slice(at + from.length));
  }
  return found;
}

// A link whose words were its label keeps the label.
function everyRetyping(line: string, word: string): string[] {
  return [
    ...everyReplacement(line, word, fresh),
    ...everyReplacement(line, `[${word}]`, `[${fresh}][${word}]`),
  ];
}

type Place = 'word' | 'cell' | 'item';

function retype(place: Place): Edit {
  return (_, random) => {
    const words = $texts().flatMap((node) => {
      const inCell = $findMatchingParent(node, $isTableCellNode) !== null;
      const inItem = $findMatchingParent(node, $isListItemNode) !== null;
      const here: Place = inCell ? 'cell' : inItem ? 'item' : 'word';
      // A word of an address is a part of the link too.
      if (
        here !== place ||
        $findMatchingParent(node, $isLinkNode)?.getURL().includes(node.getTextContent()) === true
      )
        return [];
      const text = node.getTextContent();
      return [...text.matchAll(/(?<![\p{L}\p{M}\p{N}_])\p{L}{3,}(?![\p{L}\p{M}\p{N}_])/gu)].map(
        (match) => ({ node, word: match[0], at: match.index }),
      );
    });
    const found = oneOf(words, random);
    if (found === null) return null;
    const { node, word, at } = found;
    node.spliceText(at, word.length, fresh);
    if (place === 'cell') return oneCell(word);
    return oneLine((line) => everyRetyping(line, word));
  };
}

const $toggle: Edit = (_, random) => {
  const task = oneOf(
    $items().filter((item) => $taskOf(item) !== null),
    random,
  );
  if (task === null) return null;
  $setTask(task, $taskOf(task) === false);
  return oneLine((line) => [line.replace(/\[[ \t]\]/u, '[x]'), line.replace(/\[[xX]\]/u, '[ ]')]);
};

const $split: Edit = ({ editor }, random) => {
  const places = $texts().flatMap((node) => {
    const line = node.getParent();
    if ($isInCode(node) || $findMatchingParent(node, $isTableCellNode) !== null) return [];
    if (!$isParagraphNode(line) && !$isListItemNode(line) && !$isHeadingNode(line)) return [];
    const text = node.getTextContent();
    return [...text.matchAll(/(?<=\p{L}) (?=\p{L})/gu)].map(({ index }) => ({
      node,
      at: index + 1,
    }));
  });
  const found = oneOf(places, random);
  if (found === null) return null;
  found.node.select(found.at, found.at);
  editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
  return (before, after) => {
    const { gone, come } = changeOf(before, after);
    // Of two headings with a line below each, one such line is new.
    const written = come.filter((line, index) => index !== come.findIndex(isUnderline));
    const isSplit = gone.length <= 1 && (written.length === 2 || come.length <= 2);
    return isSplit && letters(gone) === letters(come);
  };
};

const $merge: Edit = ({ editor }, random) => {
  const lines = $texts().flatMap((node) => {
    const line = node.getParent();
    const isLast = node.getNextSibling() === null;
    if (!isLast || !($isParagraphNode(line) || $isListItemNode(line))) return [];
    const next = line.getNextSibling();
    const isPair = $isParagraphNode(line) ? $isParagraphNode(next) : $isListItemNode(next);
    return isPair && $isElementNode(next) && $isTextNode(next.getFirstChild()) ? [line] : [];
  });
  const line = oneOf(lines, random);
  if (line === null) return null;
  line.selectEnd();
  editor.dispatchCommand(DELETE_CHARACTER_COMMAND, false);
  return (before, after) => {
    const { gone, come } = changeOf(before, after);
    return gone.length <= 2 && come.length <= 1 && letters(gone) === letters(come);
  };
};

const $insert: Edit = ({ editor }, random) => {
  const item = random.below(2) === 0 ? oneOf($items(), random) : null;
  if (item === null) {
    const block = oneOf($getRoot().getChildren(), random);
    block?.insertAfter($createParagraphNode().append($createTextNode(fresh)));
  } else {
    item.selectEnd();
    editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
    const selection = $getSelection();
    if ($isRangeSelection(selection)) selection.insertText(fresh);
  }
  return (before, after) => {
    const { gone, come } = changeOf(before, after);
    return gone.length === 0 && come.length === 1 && come[0]?.includes(fresh) === true;
  };
};

const $delete: Edit = (_, random) => {
  // One that has a list below it would leave that behind.
  const items = $items().filter(
    (item) =>
      (item.getParent()?.getChildrenSize() ?? 0) > 1 && !$isNestedList(item.getNextSibling()),
  );
  const target =
    random.below(2) === 0 ? oneOf(items, random) : oneOf($getRoot().getChildren(), random);
  if (target === null) return null;
  target.remove();
  return (before, after) => changeOf(before, after).come.length === 0;
};

const $isNestedList = (node: LexicalNode | null): boolean =>
  $isListItemNode(node) && $isListNode(node.getFirstChild());

const $move: Edit = ({ editor }, random) => {
  const item = random.below(2) === 0 ? oneOf($items(), random) : null;
  const block = item ?? oneOf($getRoot().getChildren(), random);
  block?.selectStart();
  const key = random.pick(['ArrowUp', 'ArrowDown']);
  editor.dispatchCommand(
    KEY_DOWN_COMMAND,
    new KeyboardEvent('keydown', { key, altKey: true, shiftKey: item === null }),
  );
  const sorted = (lines: readonly string[]) =>
    lines
      .map(uncounted)
      // Two lists that come together must differ in their markers, and what moves out of one stands less far in.
      .map((line) => line.replace(/^(?:[ \t]|>)*(?:[-*+](?= ))?/u, '').trimEnd())
      .sort()
      .join('\n');
  return (before, after) => {
    const { gone, come } = changeOf(before, after);
    return sorted(gone) === sorted(come);
  };
};

const edits: Readonly<Record<IdealKind, Edit>> = {
  word: retype('word'),
  cell: retype('cell'),
  item: retype('item'),
  toggle: $toggle,
  split: $split,
  merge: $merge,
  insert: $insert,
  delete: $delete,
  move: $move,
};

export interface IdealOutcome {
  readonly kind: IdealKind;
  readonly isIdeal: boolean;
  readonly before: string;
  readonly after: string;
}

/** Makes one edit of a kind on a fresh page. Null: the page has no place for it. */
export function tryIdeal(stage: Stage, kind: IdealKind, random: Random): IdealOutcome | null {
  stage.reset();
  const judges: Judge[] = [];
  stage.change(() => {
    const judge = edits[kind](stage, random);
    if (judge !== null) judges.push(judge);
  });
  const [judge] = judges;
  if (judge === undefined) return null;
  const before = stage.page.text;
  const { text: after } = writePage(stage.page, stage.blocks());
  return { kind, isIdeal: judge(before, after), before, after };
}
