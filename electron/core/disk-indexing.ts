import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { pageTitle } from '../../shared/wiki/titles.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { PageChange } from '../search/search-protocol.ts';
import type { WikiFiles } from '../storage/wiki-files.ts';
import type { Catalogue } from './catalogue.ts';
import type { EventBus } from './events.ts';
import { decodeText } from './text.ts';

/** Keeps the catalogue of a wiki and its search index in step with the files on the disk. */
export interface DiskIndexing {
  /** Brings the index up to every page of the catalogue. `onNamed`: links lead to each by its file name. */
  indexAll(onNamed: () => void): Promise<void>;
  /** Tells the index all that is known: it reads what it does not hold as it is now. */
  tellAll(): Promise<unknown>;
  /** Looks at these paths on the disk. Returns whether any of them was not as it was known. */
  refresh(paths: readonly string[]): Promise<boolean>;
}

interface Indexed {
  readonly wiki: WikiId;
  readonly files: WikiFiles;
  readonly catalogue: Catalogue;
  readonly search: SearchIndex;
  readonly bus: EventBus;
  /** Ends the work on all pages. */
  readonly signal: AbortSignal;
  readonly warn: (what: string) => (error: unknown) => void;
}

const statsAtOnce = 64;
const maxIndexedBytes = 2 * 1024 * 1024;

export function createDiskIndexing(indexed: Indexed): DiskIndexing {
  const { wiki, files, catalogue, search, bus, signal, warn } = indexed;
  const stamps = new Map<string, string>();

  const stampOf = async (path: string) => {
    const stat = await files.stat(path).catch(() => null);
    if (stat === null) stamps.delete(path);
    else stamps.set(path, stat.stamp);
    return stat?.stamp ?? null;
  };

  const applyTitles = async () => {
    const changed: PageEntry[] = [];
    for (const { path, title } of await search.entries()) {
      if (catalogue.has(path) && catalogue.set(path, title)) changed.push({ path, title });
    }
    if (changed.length > 0) bus.emit({ name: 'pages.changed', wiki, changed, removed: [] });
  };

  const indexAll = async (onNamed: () => void) => {
    const paths = catalogue.pages().map(({ path }) => path);
    const stamped: { path: PagePath; stamp: string }[] = [];
    for (let start = 0; start < paths.length && !signal.aborted; start += statsAtOnce) {
      const batch = paths.slice(start, start + statsAtOnce);
      const found = await Promise.all(batch.map(stampOf));
      for (const [offset, stamp] of found.entries()) {
        const path = batch[offset];
        if (path !== undefined && stamp !== null) stamped.push({ path, stamp });
      }
    }
    if (signal.aborted) return;
    // The worker takes in all names first, so what is asked from now on knows every page and file.
    const refreshed = search.refresh(stamped, [...catalogue.files()]);
    onNamed();
    await refreshed;
    await applyTitles();
  };

  const tellAll = () => {
    const pages = catalogue.pages().map(({ path }) => ({ path, stamp: stamps.get(path) ?? '' }));
    return search.refresh(pages, [...catalogue.files()]);
  };

  /** What search can use of a page: nothing of one that is too large or no text. */
  const textOf = async (path: PagePath) => {
    const bytes = await files.read(path, maxIndexedBytes).catch(() => null);
    return (bytes === null ? null : decodeText(bytes)) ?? '';
  };

  const refresh = async (paths: readonly string[]) => {
    const removed: PagePath[] = [];
    const changed: PageEntry[] = [];
    const changes: PageChange[] = [];
    let isOtherFile = false;
    for (const path of paths) {
      const before = stamps.get(path) ?? null;
      const stamp = await stampOf(path);
      const page = toPagePath(path);
      if (stamp === null) {
        if (!catalogue.remove(path)) continue;
        if (page === null) {
          isOtherFile = true;
        } else {
          removed.push(page);
          changes.push({ path: page, text: null });
        }
      } else if (stamp !== before || !catalogue.has(path)) {
        const isNew = catalogue.set(path);
        if (page === null) {
          isOtherFile ||= isNew;
        } else {
          const text = await textOf(page);
          const title = pageTitle(page, text);
          catalogue.set(page, title);
          changed.push({ path: page, title });
          changes.push({ path: page, text, stamp });
        }
      }
    }
    // Links to files that came or went lead elsewhere now.
    if (isOtherFile) await tellAll().catch(warn('search missed that files came or went'));
    if (changes.length === 0 && !isOtherFile) return false;
    // Not waited for: the worker takes what it is asked in order, so whoever asks now finds the new text.
    if (changes.length > 0) search.update(changes).catch(warn('search missed a change'));
    bus.emit({ name: 'pages.changed', wiki, changed, removed });
    return true;
  };

  return { indexAll, tellAll, refresh };
}
