import { expect } from 'vitest';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';

export const words = (text: string, marks = 0) => ({ kind: 'text' as const, text, marks });
export const opaque = (source: string): BlockNow => ({
  id: null,
  model: { kind: 'opaque', source },
});

/** A page with its blocks changed, written without a problem. */
export function edited(
  text: string,
  change: (blocks: readonly BlockNow[]) => readonly BlockNow[],
): string {
  const page = readPage(text);
  const { text: written, problems } = writePage(
    page,
    change(page.blocks.map(({ id, model }) => ({ id, model }))),
  );
  expect(problems).toEqual([]);
  return written;
}

/** With words of its models in place of others. */
export const retyped = (text: string, before: string, after: string) =>
  edited(text, (blocks) =>
    blocks.map(({ id, model }) => ({
      id,
      model: JSON.parse(JSON.stringify(model).replace(before, after)) as Block,
    })),
  );

/** Some of the blocks, in another order. */
export const inOrder =
  (...places: readonly number[]) =>
  (blocks: readonly BlockNow[]): BlockNow[] =>
    places.flatMap((place) => blocks[place] ?? []);
