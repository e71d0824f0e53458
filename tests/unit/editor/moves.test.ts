// @vitest-environment jsdom
import { $isListItemNode, $isListNode, type ListItemNode, type ListNode } from '@lexical/list';
import fc from 'fast-check';
import { $getRoot, $isElementNode, type LexicalNode } from 'lexical';
import { describe, expect, it } from 'vitest';
import { $selectedUnit, type Direction } from '../../../renderer/editor/blocks/block-unit.ts';
import { $doubleUnit, $moveUnit } from '../../../renderer/editor/blocks/move-blocks.ts';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import {
  $moveBefore,
  $moveOver,
  $moveSection,
  prepareMove,
  type SectionMove,
  $sections,
} from '../../../renderer/editor/outline/sections.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { saySame } from '../../../shared/markdown/model/same.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut } from './parked.ts';

const linesOf = (text: string): string[] =>
  text
    .replaceAll('\ufeff', '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .sort();

function $items(): ListItemNode[] {
  const $below = (list: ListNode): ListItemNode[] =>
    list
      .getChildren()
      .filter($isListItemNode)
      .flatMap((item) => {
        const lists = item.getChildren().filter($isListNode);
        return lists.length === 0 ? [item] : lists.flatMap($below);
      });
  return $getRoot().getChildren().filter($isListNode).flatMap($below);
}

/** Moves with the caret in an item, and gives the text. */
function moved(text: string, find: () => LexicalNode | undefined, ways: readonly Direction[]) {
  const page = openHeadless(text);
  page.update(() => {
    const item = find();
    if ($isElementNode(item)) item.selectStart();
  });
  for (const way of ways) {
    page.update(() => {
      const unit = $selectedUnit(false);
      if (unit !== null) $moveUnit(unit, way);
    });
  }
  return page.write();
}

/** The blocks as they were written, in the order of now; null where that would say something else. */
function permuted({ editor, page }: ReturnType<typeof openHeadless>): string | null {
  const now = editor.read(() => $exportBlocks()).filter(({ id }) => id !== null);
  const text = now
    .map(({ id }) => page.blocks.find((block) => block.id === id)?.source ?? '')
    .join('\n\n');
  const read = readPage(page.bom + page.frontmatter + text).blocks.map(({ model }) => model);
  const isSame =
    read.length === now.length &&
    read.every((model, index) => saySame(model, normaliseBlock(now[index]?.model ?? model)));
  return isSame ? text : null;
}

describe('moving', () => {
  it('a block changes no line of it nor of any other, nearly always', () => {
    let whole = 0;
    let ideal = 0;
    fc.assert(
      fc.property(anyDocument, fc.nat(20), fc.boolean(), (text, at, isUp) => {
        const page = openHeadless(text);
        const moves: boolean[] = [];
        page.update(() => {
          const blocks = $getRoot().getChildren();
          const nodes = blocks.slice(at % blocks.length).slice(0, 1);
          moves.push($moveUnit({ kind: 'blocks', nodes }, isUp ? 'up' : 'down'));
        });
        const best = moves.includes(true) ? permuted(page) : null;
        if (best === null) return;
        const written = page.write();
        whole += 1;
        const { frontmatter } = page.page;
        const isIdeal = linesOf(written.text).join('\n') === linesOf(frontmatter + best).join('\n');
        if (written.problems.length === 0 && isIdeal) ideal += 1;
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(whole).toBeGreaterThan(50);
    expect(ideal / whole).toBeGreaterThanOrEqual(0.95);
  });

  it('there and back leads to the bytes there were', () => {
    const text = '# A\n\n\nTwo\nlines &amp; more\n* one\n* two\n\n|a|\n|-|\n\n> said\n';
    const start = openHeadless(text).editor.read(() => $getRoot().getChildrenSize());
    for (let index = 0; index < start - 1; index += 1) {
      const page = openHeadless(text);
      let node: LexicalNode | null = null;
      for (const way of ['down', 'up'] as const) {
        page.update(() => {
          node ??= $getRoot().getChildAtIndex(index);
          if (node !== null) $moveUnit({ kind: 'blocks', nodes: [node] }, way);
        });
      }
      expect(page.write().text).toBe(text);
    }
  });

  it('an item takes what is below it along, and its bytes', () => {
    const text = '*   one __b__\n    - deep\n*   two &amp;\n*   three\n';
    expect(moved(text, () => $items()[0], ['down'])).toEqual({
      text: '*   two &amp;\n*   one __b__\n    - deep\n*   three\n',
      problems: [],
    });
    expect(moved(text, () => $items().at(-1), ['up', 'up']).text).toBe(
      '*   three\n*   one __b__\n    - deep\n*   two &amp;\n',
    );
  });

  it.each([
    ['with odd bullets, wraps and gaps', '+ one\n  wraps\n\n+   two __b__\n+\tthree &amp;\n'],
    ['of tasks', '- [x] one\n- [ ] two\\_\n- three\n'],
    ['with lists below', '* one\n  * a\n    lazy\n  * b &lt;\n* two\n  + x\n  + y\n* three\n'],
    ['with blocks in items', '- one\n\n  more\n\n- two\n\n  ```\n  code\n  ```\n- three\n'],
    ['with CRLF', '- one\r\n- two __b__\r\n- three\r\n'],
  ])('any item of a list %s changes no line', (_, text) => {
    const places = openHeadless(text).editor.read(() =>
      $items().map((item) => item.getPreviousSibling() !== null),
    );
    for (const [index, canGoUp] of places.entries()) {
      const written = moved(text, () => $items()[index], [canGoUp ? 'up' : 'down']);
      expect(written.problems).toEqual([]);
      expect(linesOf(written.text)).toEqual(linesOf(text));
      expect(written.text).not.toBe(text);
    }
  });

  it('a numbered item takes the number of its place, and an edit is kept apart from a move', () => {
    const text = '3)  one __b__\n4)  two\n5)  three &amp;\n';
    expect(moved(text, () => $items()[2], ['up', 'up'])).toEqual({
      text: '3)  three &amp;\n4)  one __b__\n5)  two\n',
      problems: [],
    });
    const page = openHeadless(text);
    page.update(() => {
      const [first, second] = $items();
      if ($isElementNode(second)) second.selectEnd().insertText(' more');
      if (first !== undefined) $moveUnit({ kind: 'items', nodes: [first] }, 'down');
    });
    expect(page.write().text).toBe('3)  two more\n4)  one __b__\n5)  three &amp;\n');
  });

  it('an item stays in its list', () => {
    const text = 'Before.\n\n- one\n- two\n\nAfter.\n';
    expect(moved(text, () => $items()[0], ['up']).text).toBe(text);
    expect(moved(text, () => $items()[1], ['down']).text).toBe(text);
  });

  it('a list of one item moves as a block, and does not join a list it comes beside', () => {
    const text = '- one\n\ntext\n\n- two\n';
    expect(moved(text, () => $items()[0], ['down'])).toEqual({
      text: 'text\n\n- one\n\n* two\n',
      problems: [],
    });
  });
});

it('a doubled block has the bytes of the first, and is written on apart from it', () => {
  const text = 'Odd __bold__\nwraps &amp; so on\n\nEnd.\n';
  const page = openHeadless(text);
  page.update(() => {
    $getRoot().getFirstChildOrThrow().selectStart();
    const unit = $selectedUnit(false);
    if (unit !== null) $doubleUnit(unit);
  });
  const odd = 'Odd __bold__\nwraps &amp; so on\n\n';
  expect(page.write()).toEqual({ text: `${odd}${odd}End.\n`, problems: [] });
  page.update(() => {
    const copy = $getRoot().getChildAtIndex(1);
    if ($isElementNode(copy)) copy.selectEnd().insertText('!');
  });
  expect(page.write().text).toBe(`${odd}${odd.replace(' on', ' on!')}End.\n`);
});

describe('a section', () => {
  const text =
    '# Top\n\nIntro\n\nOne\n---\n* a\n\n### Deep ###\n\nUnder __deep__\nwraps\n\n## Two\n\n* b\n\n## Three\n\nLast\n';
  const keyOf = (title: string) => $sections().find((section) => section.text === title)?.key ?? '';
  /** Moves a section where nothing is parked, and where all but some blocks are. */
  const place = ($plan: () => SectionMove | null) => {
    const texts = [null, 0, 4, 7].map((real) => {
      const page = openHeadless(text);
      if (real !== null) parkAllBut(page.editor, real, 2);
      const move = prepareMove(page.editor, $plan);
      page.update(() => move !== null && $moveSection(move));
      return page.write();
    });
    for (const written of texts) expect(written).toEqual(texts[0]);
    return texts[0];
  };

  it('moves with all that is under it, byte for byte', () => {
    const written = place(() => $moveOver(keyOf('One'), 'down'));
    expect(written).toEqual({
      text: '# Top\n\nIntro\n\n## Two\n\n* b\n\nOne\n---\n* a\n\n### Deep ###\n\nUnder __deep__\nwraps\n\n## Three\n\nLast\n',
      problems: [],
    });
    expect(place(() => $moveOver(keyOf('Two'), 'up'))).toEqual(written);
  });

  it('goes to the end or before any other, and never into itself', () => {
    expect(place(() => $moveBefore(keyOf('Deep'), null))?.text).toBe(
      '# Top\n\nIntro\n\nOne\n---\n* a\n\n## Two\n\n* b\n\n## Three\n\nLast\n\n### Deep ###\n\nUnder __deep__\nwraps\n',
    );
    const page = openHeadless(text);
    page.editor.read(() => {
      expect($moveOver(keyOf('Deep'), 'up')).toBe(null);
      expect($moveOver(keyOf('Top'), 'down')).toBe(null);
      expect($moveBefore(keyOf('One'), keyOf('Deep'))).toBe(null);
      expect($moveBefore(keyOf('Top'), null)).toBe(null);
    });
  });
});
