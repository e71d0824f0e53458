// @vitest-environment jsdom
import { $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import { $nodesOfBlocks } from '../../../renderer/editor/bridge/import-page.ts';
import { $renameCopies } from '../../../renderer/editor/containers/footnote-copies.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { openHeadless } from './headless-page.ts';

function pasted(page: string, copied: string): string {
  const open = openHeadless(page);
  const models = readPage(copied).blocks.map(({ model }) => model);
  open.update(() => {
    const nodes = $nodesOfBlocks(models);
    $renameCopies(nodes);
    $getRoot().append(...nodes);
  });
  return open.write().text;
}

test('a copied footnote gets a label of its own, and the marks that came along lead to it', () => {
  expect(
    pasted('A[^1] b[^2].\n\n[^1]: One.\n\n[^2]: Two.\n', '- **C[^1]**\n\n[^1]: Three.\n'),
  ).toBe('A[^1] b[^2].\n\n[^1]: One.\n\n[^2]: Two.\n\n- **C[^3]**\n\n[^3]: Three.\n');
});

test('a mark that came without its note, and a note that is new here, keep their labels', () => {
  expect(pasted('A[^1].\n\n[^1]: One.\n', 'B[^x].\n\n[^x]: New.\n')).toBe(
    'A[^1].\n\n[^1]: One.\n\nB[^x].\n\n[^x]: New.\n',
  );
});
