import { expect, test } from 'vitest';
import { sourceKindOf } from '../../../shared/markdown/model/kept-source.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';

test.each([
  ['<div>\n*a*\n</div>', 'html'],
  ['<!-- a -->', 'html'],
  [':::row:::\nx\n:::row-end:::', 'directive'],
  ['| a |\n| - |\n| b | more |', 'table'],
  ['A paragraph with a | in it.', null],
  ['- a list', null],
])('says what %j is that is kept as source', (source, kind) => {
  const [block] = readPage(source).blocks;
  expect(block && sourceKindOf(block.model)).toBe(kind);
});
