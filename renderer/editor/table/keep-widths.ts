import { $isTableNode, TableNode } from '@lexical/table';
import { mergeRegister } from '@lexical/utils';
import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';

// Below it, fitting the columns to what is in them takes no time that anybody would notice.
const longRows = 150;

/**
 * Keeps the columns of a long table as wide as they were when they came: else the browser fits them to
 * all the rows again for every key.
 */
export function registerWidths(editor: LexicalEditor): () => void {
  // Without a screen nothing has a width.
  if (typeof requestAnimationFrame === 'undefined') return () => {};
  const long = new Set<NodeKey>();
  let frame = 0;
  const keep = (): void => {
    for (const key of long) {
      const element = editor.getElementByKey(key);
      // Lexical draws a table within a frame that scrolls.
      const table = element?.matches('table') === true ? element : element?.querySelector('table');
      if (table instanceof HTMLTableElement) keepWidths(table);
    }
  };
  return mergeRegister(
    editor.registerMutationListener(TableNode, (mutations) => {
      for (const [key, mutation] of mutations) {
        const isLong =
          mutation !== 'destroyed' &&
          editor.read(() => {
            const table = $getNodeByKey(key);
            return $isTableNode(table) && table.getChildrenSize() >= longRows;
          });
        if (isLong) long.add(key);
        else long.delete(key);
      }
      cancelAnimationFrame(frame);
      if (long.size > 0) frame = requestAnimationFrame(keep);
    }),
    () => cancelAnimationFrame(frame),
  );
}

function keepWidths(table: HTMLTableElement): void {
  const cells = [...(table.rows.item(0)?.cells ?? [])];
  // A column that is new has none.
  if (table.style.tableLayout === 'fixed' && cells.every(({ style }) => style.width !== '')) return;
  table.style.tableLayout = '';
  table.style.width = '';
  for (const cell of cells) cell.style.width = '';
  const widths = cells.map((cell) => cell.getBoundingClientRect().width);
  cells.forEach((cell, column) => (cell.style.width = `${widths[column] ?? 0}px`));
  // A table of no given width is fitted to its rows all the same.
  table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
  table.style.tableLayout = 'fixed';
}
