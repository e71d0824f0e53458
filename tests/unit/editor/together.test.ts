// @vitest-environment jsdom
import fc from 'fast-check';
import {
  $createParagraphNode,
  $createTextNode,
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isTextNode,
} from 'lexical';
import { expect, test } from 'vitest';
import { cameWords } from '../../../renderer/editor/together/came-words.ts';
import { bothOf, bringing, joined } from '../../../renderer/editor/together/joining.ts';
import { changesBetween, mapOffset } from '../../../renderer/editor/together/map-offset.ts';
import { exchangeBlocks, planExchange } from '../../../renderer/editor/together/receive-blocks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { $doubleUnit } from '../../../renderer/editor/blocks/move-blocks.ts';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { unparkKeys } from '../../../renderer/editor/windowing/sight.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut, parkedCount } from './parked.ts';

type Opened = ReturnType<typeof openHeadless>;

/** Puts a text in place of what the editor holds, and writes the page from there. */
function receive({ editor, held, write }: Opened, text: string) {
  const to = readPage(text);
  unparkKeys(editor, [...planExchange(editor, held.asRead, to).parked]);
  const plan = planExchange(editor, held.asRead, to);
  const put = exchangeBlocks(editor, to, { ...plan, isFocused: false }, () => undefined);
  held.goOnFrom(put);
  return { plan, put, write };
}

const paragraphs = fc
  .array(
    fc.constantFrom('One apple.', 'Two trees.', '- a\n- b', '## Beds', '| a |\n| - |\n| b |'),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((blocks) => `${blocks.join('\n\n')}\n`);
const anyBase = fc.oneof(
  paragraphs,
  fc.tuple(paragraphs, anyDocument, paragraphs).map((texts) => texts.join('\n')),
);
const edits = fc.array(fc.record({ at: fc.nat(9), kind: fc.constantFrom('word', 'new', 'gone') }), {
  minLength: 1,
  maxLength: 3,
});
type Edits = readonly { readonly at: number; readonly kind: string }[];

function $write(list: Edits, word: string): void {
  for (const { at, kind } of list) {
    const children = $getRoot().getChildren();
    const node = children[at % Math.max(1, children.length)];
    if (node === undefined) continue;
    const text = $isElementNode(node) ? node.getLastDescendant() : null;
    if (kind === 'gone') node.remove();
    else if (kind === 'word' && $isTextNode(text)) {
      text.spliceText(text.getTextContentSize(), 0, ` ${word}`);
    } else {
      node.insertAfter($createParagraphNode().append($createTextNode(`${word} alone`)));
    }
  }
}

function written(base: string, list: Edits, word: string): string {
  const blocks = base.split('\n\n');
  for (const { at, kind } of list) {
    const place = at % Math.max(1, blocks.length);
    if (kind === 'gone') blocks.splice(place, 1);
    else if (kind === 'word') blocks[place] = `${blocks[place] ?? ''} ${word}`;
    else blocks.splice(place, 0, `${word} alone`);
  }
  return blocks.join('\n\n');
}

test('what comes into the editor is what the merge of the texts gives, and the rest stays', () => {
  let joinedCount = 0;
  fc.assert(
    fc.property(anyBase, edits, edits, fc.nat(4), (base, mine, others, real) => {
      const opened = openHeadless(base);
      opened.update(() => $write(mine, 'mine'));
      // Four and more: as nothing is parked on a short page.
      if (real < 4) parkAllBut(opened.editor, real, 1);
      const { text: now, problems } = opened.write();
      fc.pre(problems.length === 0);
      const merged = joined(base, now, written(base, others, 'theirs'));
      if (merged === null) return;
      joinedCount += 1;
      const says = (key: string) =>
        opened.editor.read(() => $getNodeByKey(key)?.getTextContent() ?? null);
      const { tops, gone } = planExchange(opened.editor, opened.held.asRead, readPage(merged));
      const kept = tops
        .filter(({ key, parkedAt }) => parkedAt === null && !gone.has(key))
        .map(({ key }) => [key, says(key)] as const);
      const { write } = receive(opened, merged);
      expect(write()).toEqual({ text: merged, problems: [] });
      for (const [key, said] of kept) expect(says(key)).toBe(said);
    }),
    { numRuns: 40 },
  );
  expect(joinedCount).toBeGreaterThan(5);
});

test('only what others changed gives way in the editor', () => {
  const base = '# Beds\n\none __two__\n\n* a\n* b\n\nlast\n';
  const opened = openHeadless(base);
  const keys = opened.editor.read(() => $getRoot().getChildrenKeys());
  const { plan, write, put } = receive(opened, base.replace('last', 'last of all'));
  expect([...plan.gone]).toEqual([keys[3]]);
  expect(opened.editor.read(() => $getRoot().getChildrenKeys()).slice(0, 3)).toEqual(
    keys.slice(0, 3),
  );
  // What is written from now on begins from the new page.
  opened.update(() => $write([{ at: 1, kind: 'word' }], 'more'));
  expect(write().text).toBe('# Beds\n\none __two more__\n\n* a\n* b\n\nlast of all\n');
  expect(put.text).toBe('# Beds\n\none __two__\n\n* a\n* b\n\nlast of all\n');
});

test('what comes in amid parked blocks gives nodes to no more than stands there', () => {
  const words = Array.from({ length: 12 }, (_, index) => `block ${index}`);
  const opened = openHeadless(`${words.join('\n\n')}\n`);
  parkAllBut(opened.editor, 0, 3);
  opened.update(() => $getRoot().getAllTextNodes()[1]?.selectEnd());
  const selected = () => opened.editor.read(() => $getSelection()?.getNodes()[0]?.getKey());
  const before = selected();
  // Of three parked nodes one stays; between two of them nothing has to be taken apart.
  const then = [...words.slice(0, 4), 'new', ...words.slice(4, 9), 'apart', ...words.slice(9)];
  const { write } = receive(opened, `${then.join('\n\n')}\n`);
  expect(write()).toEqual({ text: `${then.join('\n\n')}\n`, problems: [] });
  expect(parkedCount(opened.editor)).toBe(2);
  expect(selected()).toBe(before);
});

test('parked blocks that are there twice are told apart once others wrote', () => {
  const opened = openHeadless('one\n\ntwo\n\nthree\n');
  opened.update(() => {
    const unit = { kind: 'blocks', nodes: [$getRoot().getLastChildOrThrow()] } as const;
    $doubleUnit(unit);
  });
  parkAllBut(opened.editor, 0, 1);
  const { write } = receive(opened, 'zero\n\ntwo\n\nthree\n\nthree\n');
  expect(write().text).toBe('zero\n\ntwo\n\nthree\n\nthree\n');
  const ids = opened.editor.read(() => $exportBlocks().map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
  expect(parkedCount(opened.editor)).toBe(1);
});

test('an empty line that the person is about to write on stays where it is', () => {
  const opened = openHeadless('one\n\ntwo\n');
  opened.update(() => $getRoot().getFirstChild()?.insertAfter($createParagraphNode()));
  const { write } = receive(opened, 'one of them\n\ntwo\n');
  const texts = opened.editor.read(() =>
    $getRoot()
      .getChildren()
      .map((node) => node.getTextContent()),
  );
  expect(texts).toEqual(['one of them', '', 'two']);
  expect(write().text).toBe('one of them\n\ntwo\n');
});

test('lists that come to stand side by side stay two', () => {
  const opened = openHeadless('- a\n\nbetween\n\n* b\n');
  const { write } = receive(opened, '- a\n\n* b\n');
  expect(write()).toEqual({ text: '- a\n\n* b\n', problems: [] });
});

test('every word of both is in the joined text, or in the places to choose from', () => {
  fc.assert(
    fc.property(anyBase, edits, edits, (base, mine, others) => {
      const [now, theirs] = [written(base, mine, 'mine'), written(base, others, 'theirs')];
      const merge = mergePage(base, now, theirs);
      const all =
        merge.kind === 'merged'
          ? merge.text
          : merge.parts
              .map((part) => (part.kind === 'merged' ? part.text : part.ours + part.theirs))
              .join('');
      const count = (text: string, word: string) => text.split(word).length - 1;
      for (const [text, word] of [
        [now, 'mine'],
        [theirs, 'theirs'],
      ] as const) {
        expect(count(all, word)).toBeGreaterThanOrEqual(count(text, word));
        // A step of the history loses none of them either.
        expect(count(bringing(base, theirs)(now), word)).toBeGreaterThanOrEqual(count(text, word));
      }
    }),
    { numRuns: 100 },
  );
});

test('of a property, which has one value, both can’t be kept', () => {
  const clash = { kind: 'overlap', place: 'frontmatter', base: 'a: 1\n' } as const;
  expect(bothOf({ ...clash, ours: 'a: 2\n', theirs: 'a: 3\n' })).toBe('a: 2\n');
  expect(bothOf({ ...clash, ours: '', theirs: 'a: 3\n' })).toBe('a: 3\n');
});

test('a place keeps the words around it when others change', () => {
  const before = 'One fine line.\n\nThe caret is here in it.\n';
  const after = 'Zero.\n\nOne line.\n\nThe small caret is here within it.\n';
  const changes = changesBetween(before, after);
  const at = (word: string, text: string) => text.indexOf(word);
  for (const word of ['line', 'caret', 'here', 'it.']) {
    expect(mapOffset(changes, at(word, before) + 1)).toBe(at(word, after) + 1);
  }
  // What is put in right at the caret comes after it.
  const end = changesBetween('I write', 'I write and so do others');
  expect(mapOffset(end, 'I write'.length)).toBe('I write'.length);
});

test('changes make the one text of the other, and places stay in it', () => {
  fc.assert(
    fc.property(anyDocument, anyDocument, fc.nat(), (before, after, place) => {
      const changes = changesBetween(before, after);
      let made = '';
      let last = 0;
      for (const { from, to, insert } of changes) {
        made += before.slice(last, from) + insert;
        last = to;
      }
      expect(made + before.slice(last)).toBe(after);
      const at = mapOffset(changes, place % (before.length + 1));
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(after.length);
    }),
  );
});

test('the line names who changed the page, and knows one’s own other window', () => {
  const me = { name: 'Me', email: 'me@example.org' };
  const ana = { name: 'Ana', email: 'ana@example.org' };
  const ben = { name: ' ', email: 'ben@example.org' };
  expect(cameWords([ana], me)).toBe('Ana’s changes came in');
  expect(cameWords([me, ana, ben], me)).toBe('Ana’s and Somebody’s changes came in');
  expect(cameWords([me], me)).toBe('Your changes from another window came in');
  expect(cameWords([], me)).toBe('Changes from elsewhere came in');
});
