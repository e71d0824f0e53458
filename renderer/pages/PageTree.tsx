import './PageTree.css';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { navigate } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { ContextMenu } from '../ui/Menu.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { DeletePageDialog } from '../client/DeletePageDialog.tsx';
import { filterRows } from './filter-pages.ts';
import {
  buildTree,
  foldersAround,
  rowPath,
  type TreeRow,
  updateTree,
  visibleRows,
} from './page-tree.ts';
import { PageTreeRow } from './PageTreeRow.tsx';
import { RenamePageDialog } from '../client/RenamePageDialog.tsx';
import { RowMenu } from './RowMenu.tsx';
import { rowOfTyping, stepOfKey } from './tree-keys.ts';

const noPages: readonly PageEntry[] = [];
const emptyTree = buildTree(noPages);
const noRange = { startIndex: 0, endIndex: 0 };
const typingPauseMs = 700;
const rowHeight = window.matchMedia('(pointer: coarse)').matches ? 44 : 28;
const estimateSize = () => rowHeight;

/** The tree of the newest list; a changed list changes only the folders it touches. */
function useTree(entries: readonly PageEntry[]) {
  const [tree, setTree] = useState(emptyTree);
  if (tree.entries === entries) return tree;
  const next = updateTree(tree, entries);
  setTree(next);
  return next;
}

type Asked = { readonly kind: 'rename' | 'delete'; readonly entry: PageEntry };

/** All pages of the wiki in their folders, with a filter; only the lines in sight are in the document. */
export function PageTree(props: { readonly wiki: WikiId; readonly current: PagePath | null }) {
  const { wiki, current } = props;
  const { data: list, error } = useCore('page.list', { wiki });
  const tree = useTree(list?.pages ?? noPages);
  const [openFolders, setOpenFolders] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState('');
  const shownFilter = useDeferredValue(filter.trim());
  const rows = useMemo(
    () =>
      shownFilter === ''
        ? visibleRows(tree.root, openFolders)
        : filterRows(tree.entries, shownFilter),
    [tree, openFolders, shownFilter],
  );
  const [activePath, setActivePath] = useState<string | null>(null);
  const [menuRow, setMenuRow] = useState<TreeRow | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const typing = useRef({ text: '', atMs: 0 });
  const id = useId();

  const activeIndex = useMemo(
    () =>
      Math.max(
        0,
        rows.findIndex((row) => rowPath(row) === (activePath ?? current)),
      ),
    [rows, activePath, current],
  );
  // A new function would have the virtualizer lay out all 41,000 lines anew, on each render.
  const keyOfIndex = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : rowPath(row);
    },
    [rows],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: 12,
    getItemKey: keyOfIndex,
    // The active line stays in the document out of sight too: it is what has the focus.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return rows.length === 0 || shown.includes(activeIndex) ? shown : [activeIndex, ...shown];
    },
  });

  // Show where the person is: open the folders around the page, then bring its line into sight.
  const [revealed, setRevealed] = useState<string | null>(null);
  if (current !== null && current !== revealed && tree.entries.length > 0) {
    setRevealed(current);
    setActivePath(current);
    const closed = foldersAround(current).filter((folder) => !openFolders.has(folder));
    if (closed.length > 0) setOpenFolders(new Set([...openFolders, ...closed]));
  }
  useEffect(() => {
    if (revealed === null || shownFilter !== '') return;
    // In the next frame: only then has the list the height that this render gave it.
    const frame = requestAnimationFrame(() => {
      const index = rows.findIndex((row) => row.kind === 'page' && row.entry.path === revealed);
      const { startIndex, endIndex } = virtualizer.calculateRange() ?? noRange;
      if (index !== -1 && (index <= startIndex || index >= endIndex)) {
        virtualizer.scrollToIndex(index, { align: 'center' });
      }
    });
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the page or the mode changes
  }, [revealed, shownFilter === '']);

  useEffect(() => {
    if (shownFilter !== '') scroller.current?.scrollTo(0, 0);
  }, [shownFilter]);

  const toggle = (path: string) => {
    const next = new Set(openFolders);
    if (!next.delete(path)) next.add(path);
    setOpenFolders(next);
  };
  const go = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActivePath(rowPath(row));
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  const activate = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActivePath(rowPath(row));
    if (row.kind === 'folder') toggle(row.folder.path);
    else navigate({ kind: 'page', wiki, path: row.entry.path, anchor: '' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOfKey(rows, activeIndex, event.key);
    if (step !== null) {
      event.preventDefault();
      if (step.kind === 'go') go(step.index);
      else activate(step.index);
      return;
    }
    if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
    event.preventDefault();
    const isGoingOn = event.timeStamp - typing.current.atMs < typingPauseMs;
    const text = (isGoingOn ? typing.current.text : '') + event.key;
    typing.current = { text, atMs: event.timeStamp };
    const found = rowOfTyping(rows, activeIndex, text);
    if (found !== null) go(found);
  };

  const isFiltered = shownFilter !== '';
  return (
    <div className="cp-pages">
      <div className="cp-pages-head">
        <input
          type="search"
          className="cp-input"
          placeholder="Filter pages"
          aria-label="Filter pages"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter !== '') setFilter('');
            else if (event.key === 'ArrowDown') scroller.current?.focus();
            else if (event.key === 'Enter') activate(0);
            else return;
            event.preventDefault();
          }}
        />
        <p className="cp-pages-count" role={isFiltered ? 'status' : undefined}>
          {list === undefined ? '' : countWords(isFiltered ? rows.length : list.pages.length)}
        </p>
      </div>
      {list === undefined && error === null && (
        <p className="cp-pages-note">
          <Spinner /> Reading the list of pages
        </p>
      )}
      {error !== null && <p className="cp-pages-note">{error.message}</p>}
      {list !== undefined && rows.length === 0 && (
        <p className="cp-pages-note">
          {isFiltered ? 'No page has this in its title or path.' : 'No pages yet.'}
        </p>
      )}
      <ContextMenu
        target={
          <div
            ref={scroller}
            className="cp-pages-tree"
            role="tree"
            aria-label="Pages"
            tabIndex={0}
            aria-activedescendant={rows.length === 0 ? undefined : `${id}-${activeIndex}`}
            onKeyDown={press}
            onContextMenu={(event) => {
              const line =
                event.target instanceof Element ? event.target.closest('[data-index]') : null;
              const index =
                line instanceof HTMLElement ? Number(line.dataset['index']) : activeIndex;
              setMenuRow(rows[index] ?? null);
            }}
          >
            <div
              className="cp-pages-lines"
              role="presentation"
              style={{ height: virtualizer.getTotalSize() }}
            >
              {virtualizer.getVirtualItems().map((item) => {
                const row = rows[item.index];
                return (
                  row !== undefined && (
                    <PageTreeRow
                      key={item.key}
                      id={`${id}-${item.index}`}
                      wiki={wiki}
                      row={row}
                      index={item.index}
                      top={item.start}
                      height={item.size}
                      isActive={item.index === activeIndex}
                      isCurrent={row.kind === 'page' && row.entry.path === current}
                      isPathShown={isFiltered}
                      onActivate={activate}
                    />
                  )
                );
              })}
            </div>
          </div>
        }
      >
        {menuRow !== null && (
          <RowMenu
            wiki={wiki}
            row={menuRow}
            onRename={(entry) => setAsked({ kind: 'rename', entry })}
            onDelete={(entry) => setAsked({ kind: 'delete', entry })}
          />
        )}
      </ContextMenu>
      {asked?.kind === 'rename' && (
        <RenamePageDialog wiki={wiki} entry={asked.entry} onClose={() => setAsked(null)} />
      )}
      {asked?.kind === 'delete' && (
        <DeletePageDialog
          wiki={wiki}
          entry={asked.entry}
          isCurrent={asked.entry.path === current}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

const counts = new Intl.NumberFormat();

const countWords = (count: number) => `${counts.format(count)} ${count === 1 ? 'page' : 'pages'}`;
