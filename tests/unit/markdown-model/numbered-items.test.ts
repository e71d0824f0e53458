import { describe, expect, test } from 'vitest';
import type { List } from '../../../shared/markdown/model/blocks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';

describe('items that come and go in a long numbered list', () => {
  const more = 'with some words more that make the list a long one\n   and go on below';
  const lines = (count: number, numberAt: (at: number) => number | string) =>
    Array.from({ length: count }, (_, at) => `${numberAt(at)}. *item* __${at}__ ${more}\n`);
  const changed = (text: string, change: (items: List['items']) => List['items']) => {
    const page = readPage(text);
    const [block] = page.blocks;
    if (block?.model.kind !== 'list') throw new Error('no list');
    const model = { ...block.model, items: change(block.model.items) };
    const { text: written, problems } = writePage(page, [{ id: block.id, model }]);
    expect(problems).toEqual([]);
    return written;
  };
  const made = {
    checked: null,
    children: [{ kind: 'text' as const, text: 'made', marks: 0 }],
    lists: [],
    body: [],
  };

  test('leave the bytes of the others but their numbers', () => {
    const all = lines(60, (at) => at + 3);
    const numbered = (texts: readonly string[]) =>
      texts.map((text, at) => text.replace(/^\d+/, String(at + 3))).join('');
    const before = all.join('');
    expect(changed(before, (items) => items.toSpliced(9, 0, made))).toBe(
      numbered(all.toSpliced(9, 0, '0. made\n')),
    );
    expect(changed(before, (items) => items.toSpliced(0, 0, made))).toBe(
      numbered(all.toSpliced(0, 0, '0. made\n')),
    );
    expect(changed(before, (items) => items.toSpliced(40, 2).toSpliced(20, 0, made, made))).toBe(
      numbered(all.toSpliced(40, 2).toSpliced(20, 0, '0. made\n', '0. made\n')),
    );
  });

  test('are one line more or less where every number is the same', () => {
    const all = lines(60, () => 1);
    expect(changed(all.join(''), (items) => items.toSpliced(9, 0, made).toSpliced(30, 1))).toBe(
      all.toSpliced(9, 0, '1. made\n').toSpliced(30, 1).join(''),
    );
  });

  test('leave what an item holds within it, though its number is longer now', () => {
    const all = lines(60, (at) => at + 1).with(8, '9. item\n\n   - below\n');
    const written = changed(all.join(''), (items) => items.toSpliced(2, 0, made));
    expect(written).toContain('\n10. item\n\n    - below\n11. *item*');
  });

  test('are counted on beside an item that holds more than its text', () => {
    const all = lines(60, (at) => at + 11).with(20, '31. item\n\n    - below\n');
    const written = changed(all.join(''), (items) =>
      items.toSpliced(23, 1).toSpliced(20, 0, made, made),
    );
    expect([...written.matchAll(/^\d+/gm)].map(Number)).toEqual(
      Array.from({ length: 61 }, (_, at) => at + 11),
    );
  });
});
