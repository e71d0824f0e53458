// @vitest-environment jsdom
import { createEditor, $getRoot, type LexicalEditor } from 'lexical';
import { expect, test } from 'vitest';
import {
  $addressOf,
  $changeDefinition,
  $countUsers,
  $definitionOf,
  $isFirst,
  addressOf,
} from '../../../renderer/editor/definitions/definition-commands.ts';
import { $isDefinitionNode } from '../../../renderer/editor/definitions/DefinitionNode.ts';
import {
  isDefinitionOf,
  referenceParts,
} from '../../../renderer/editor/definitions/definition-models.ts';
import {
  $footnoteOf,
  $freshLabel,
  $insertFootnote,
  $marksOf,
  $notesOnPage,
} from '../../../renderer/editor/containers/footnote-commands.ts';
import {
  footnoteParts,
  isNoteOf,
  leadsTo,
} from '../../../renderer/editor/containers/footnote-models.ts';
import { registerNumbers } from '../../../renderer/editor/containers/footnote-numbers.ts';
import { $renameCopies } from '../../../renderer/editor/containers/footnote-copies.ts';
import { $nodesOfBlocks } from '../../../renderer/editor/bridge/import-page.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import { $importNear } from '../../../renderer/editor/windowing/import-window.ts';
import { $isParked } from '../../../renderer/editor/windowing/park.ts';
import { unparkKeys } from '../../../renderer/editor/windowing/sight.ts';
import { unparkWhere } from '../../../renderer/editor/windowing/unpark-where.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut, parkedCount } from './parked.ts';

const notes = [
  'Far[^b] away.',
  'Also far.',
  '> In a quote[^1].',
  'Near[^c], and again[^B].',
  '[^1]: One, see[^deep].',
  '[^b]: Bee.\n\n    More of it.',
  '[^c]: Sea.',
  '[^deep]: Deep.',
  '[^b]: Never reached.',
].join('\n\n');

/** A page on a screen, with what its marks and notes show. */
function draw(text: string): { readonly editor: LexicalEditor; readonly shown: () => string[] } {
  const editor = createEditor({
    nodes: editorNodes,
    onError: (error) => {
      throw error;
    },
  });
  const root = document.body.appendChild(document.createElement('div'));
  editor.setRootElement(root);
  registerNumbers(editor);
  const page = readPage(text);
  const near = { from: 0, to: page.blocks.length, isWhole: true };
  editor.update(() => $importNear(page, near), { discrete: true });
  const parts = '[data-footnote-mark], [data-footnote-back]';
  return { editor, shown: () => [...root.querySelectorAll(parts)].map((part) => part.textContent) };
}

test('footnotes have the numbers of the whole page, whatever of it is parked', () => {
  const { editor, shown } = draw(notes);
  const all = ['1', '2', '3', '1', '2.', '4', '1.', '3.', '4.', '–'];
  expect(shown()).toEqual(all);
  parkAllBut(editor, 3, 1);
  expect(shown()).toEqual(['3', '1']);
  // The last ones are drawn again: the second note of one label still is the second.
  const keys = editor.read(() => $getRoot().getChildrenKeys());
  unparkKeys(editor, keys.slice(-1));
  expect(shown()).toEqual(['3', '1', '4.', '–']);
  unparkKeys(editor, keys);
  expect(shown()).toEqual(all);
});

test('notes and marks that are parked are known, and found with nodes of their own', () => {
  const { editor, update, write } = openHeadless(notes);
  parkAllBut(editor, 3, 1);
  const parked = parkedCount(editor);
  expect(editor.read(() => $notesOnPage().map(({ label }) => label))).toEqual([
    '1',
    'b',
    'c',
    'deep',
    'b',
  ]);
  expect(editor.read(() => $freshLabel())).toBe('2');
  expect(parkedCount(editor)).toBe(parked);
  unparkWhere(editor, footnoteParts, (part) => leadsTo(part, 'B'));
  expect(editor.read(() => $marksOf('B').map((mark) => mark.getSource()))).toEqual([
    '[^b]',
    '[^B]',
  ]);
  unparkWhere(editor, footnoteParts, (part) => isNoteOf(part, 'B'));
  expect(editor.read(() => $footnoteOf('B')?.getTextContent())).toContain('Bee.');
  expect(write()).toEqual({ text: notes, problems: [] });
  update(() => {
    const copies = readPage('Copied[^1].\n\n[^1]: Copy.\n').blocks.map(({ model }) => model);
    const made = $nodesOfBlocks(copies);
    $renameCopies(made);
    $getRoot().append(...made);
  });
  expect(write().text).toBe(`${notes}\n\nCopied[^2].\n\n[^2]: Copy.`);
});

test('a new footnote comes below all that is parked, with a number of its own', () => {
  const { editor, update, write } = openHeadless('Near.\n\nOne[^1].\n\nTwo.\n\n[^1]: One.\n');
  parkAllBut(editor, 0, 1);
  update(() => {
    $getRoot().getAllTextNodes()[0]?.selectEnd();
    $insertFootnote();
  });
  expect(parkedCount(editor)).toBe(1);
  expect(write().text).toBe('Near.[^2]\n\nOne[^1].\n\nTwo.\n\n[^1]: One.\n\n[^2]:\n');
});

const links = [
  '[near][Ref]',
  'A [far][ref] link, [own](https://a.org "T")',
  '| cell |\n| --- |\n| [in it][ref] ![pic][ref] |',
  '- item [ref]',
  '[ref]: https://a.org "T"',
  '[ref]: https://second.org',
].join('\n\n');

function open(text: string, isParked: boolean) {
  const page = openHeadless(text);
  if (isParked) parkAllBut(page.editor, 0, 1);
  return page;
}

test('a definition is known while it is parked, and what is parked follows it', () => {
  const results = [false, true].map((isParked) => {
    const { editor, update, write } = open(links, isParked);
    const address = editor.read(() => $addressOf('REF'));
    expect(address).toEqual({ label: 'ref', url: 'https://a.org', title: 'T' });
    expect(addressOf(editor, 'Ref')).toEqual(address);
    expect(editor.read(() => address && $countUsers(address))).toBe(5);
    unparkWhere(editor, referenceParts, (part) => isDefinitionOf(part, 'ref'));
    const parked = parkedCount(editor);
    expect(parked).toBe(isParked ? 1 : 0);
    update(() => {
      const definition = $definitionOf('ref');
      if (definition === null) throw new Error('no definition');
      expect($isFirst(definition)).toBe(true);
      const second = $getRoot().getLastChild();
      // With all parked it is in there.
      if ($isDefinitionNode(second)) expect($isFirst(second)).toBe(false);
      const now = { label: 'Other', url: 'https://b.org', title: '' };
      expect($changeDefinition(definition, now)).toBe(5);
    });
    expect(parkedCount(editor)).toBe(parked);
    return write();
  });
  expect(results[1]).toEqual(results[0]);
  expect(results[1]?.problems).toEqual([]);
  expect(results[1]?.text).toContain('A [far][Other] link, [own](https://a.org "T")');
});

test('links in parked text keep their address when its definition is deleted', () => {
  const { editor, update, write } = open(links.replace('\n\n[ref]: https://second.org', ''), true);
  unparkWhere(editor, referenceParts, (part) => isDefinitionOf(part, 'ref'));
  update(() => $definitionOf('ref')?.remove());
  expect(editor.read(() => $getRoot().getChildren().some($isParked))).toBe(true);
  const { problems, text } = write();
  expect(problems).toEqual([]);
  expect(text).toContain('A [far](https://a.org "T") link');
  expect(text).not.toContain('[ref]:');
});
