import type { ResolvedLink } from '../../shared/contract/methods-page.ts';
import { LinkTable, type LinkResolution } from '../../shared/wiki/link-table.ts';
import { folderOf, type PagePath } from '../../shared/wiki/page-path.ts';
import type { PageRecord } from './page-record.ts';
import type { LinkReport } from './search-protocol.ts';

/** A page that links to another, and the line of its first such link. */
export interface IncomingLink {
  readonly from: PagePath;
  readonly line: number;
}

/**
 * Who links to whom. Links are resolved when first asked for: a new title, alias or path may change
 * where any link leads, so then all are resolved anew; a change of a page's text touches its own only.
 */
export class LinkGraph {
  readonly #pages = new Map<PagePath, PageRecord>();
  readonly #table = new LinkTable();
  #files: ReadonlySet<string> = new Set();
  readonly #outgoing = new Map<PagePath, Map<PagePath, number>>();
  readonly #incoming = new Map<PagePath, Map<PagePath, number>>();
  readonly #changed = new Set<PagePath>();
  #isStale = true;
  #known = new Map<string, LinkResolution>();

  put(page: PageRecord): void {
    const before = this.#pages.get(page.path);
    this.#pages.set(page.path, page);
    if (!before || !hasSameNames(before, page)) {
      this.#table.addPage({ path: page.path, title: page.title, aliases: page.aliases });
      this.#isStale = true;
    }
    this.#changed.add(page.path);
  }

  remove(path: PagePath): void {
    if (!this.#pages.delete(path)) return;
    this.#table.removePage(path);
    this.#isStale = true;
  }

  /** Files of the wiki that are no pages, so that links to them are not taken for broken. */
  setFiles(paths: readonly string[]): void {
    const files = new Set(paths);
    for (const path of this.#files) if (!files.has(path)) this.#table.removeFile(path);
    for (const path of files) if (!this.#files.has(path)) this.#table.addFile(path);
    this.#files = files;
    this.#isStale = true;
  }

  resolve(from: PagePath, target: string): ResolvedLink {
    const found = this.#resolve(from, target);
    if (found.kind === 'file') return { kind: 'file', target, path: found.path };
    if (found.kind === 'missing') return { kind: 'missing', target, path: found.path };
    return { kind: 'page', target, path: found.path, title: found.title, anchor: found.anchor };
  }

  /** Sorted by path. A page's links to itself don't count. */
  incoming(path: PagePath): IncomingLink[] {
    this.#bringUpToDate();
    const links = [...(this.#incoming.get(path) ?? [])];
    return links.map(([from, line]) => ({ from, line })).sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  report(): LinkReport {
    const report: LinkReport = { brokenLinks: [], ambiguousLinks: [] };
    this.#bringUpToDate();
    for (const { path, links } of this.#pages.values()) {
      for (const { target, line } of links) {
        const found = this.#resolve(path, target);
        if (found.kind === 'missing') report.brokenLinks.push({ path, target, line });
        if (found.kind !== 'page' || found.candidates.length === 0) continue;
        const candidates = [...found.candidates];
        report.ambiguousLinks.push({ path, target, line, candidates });
      }
    }
    const inOrder = (a: { path: string; line: number }, b: typeof a): number =>
      a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;
    report.brokenLinks.sort(inOrder);
    report.ambiguousLinks.sort(inOrder);
    return report;
  }

  #resolve(from: PagePath, target: string): LinkResolution {
    if (this.#isStale) this.#known.clear();
    // Where a link leads depends on the folder it is written in, not on the page (`#part` alone does).
    if (target.trim().startsWith('#')) return this.#table.resolve(from, target);
    const key = `${folderOf(from)}\n${target}`;
    let found = this.#known.get(key);
    if (!found) {
      found = this.#table.resolve(from, target);
      if (!this.#isStale) this.#known.set(key, found);
    }
    return found;
  }

  #bringUpToDate(): void {
    if (this.#isStale) {
      this.#known = new Map();
      this.#outgoing.clear();
      this.#incoming.clear();
      this.#isStale = false;
      for (const page of this.#pages.values()) this.#connect(page);
    } else {
      for (const path of this.#changed) {
        for (const target of this.#outgoing.get(path)?.keys() ?? []) {
          this.#incoming.get(target)?.delete(path);
        }
        const page = this.#pages.get(path);
        if (page) this.#connect(page);
      }
    }
    this.#changed.clear();
  }

  #connect(page: PageRecord): void {
    const targets = new Map<PagePath, number>();
    for (const { target, line } of page.links) {
      const found = this.#resolve(page.path, target);
      if (found.kind !== 'page' || found.path === page.path || targets.has(found.path)) continue;
      targets.set(found.path, line);
      let incoming = this.#incoming.get(found.path);
      if (!incoming) {
        incoming = new Map<PagePath, number>();
        this.#incoming.set(found.path, incoming);
      }
      incoming.set(page.path, line);
    }
    this.#outgoing.set(page.path, targets);
  }
}

function hasSameNames(a: PageRecord, b: PageRecord): boolean {
  return (
    a.title === b.title &&
    a.aliases.length === b.aliases.length &&
    a.aliases.every((alias, index) => alias === b.aliases[index])
  );
}
