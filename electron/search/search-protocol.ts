import type { ErrorShape } from '../../shared/contract/errors.ts';
import type { SearchHit } from '../../shared/contract/methods-search.ts';
import type { ResolvedLink } from '../../shared/contract/methods-page.ts';
import type { CheckReport } from '../../shared/contract/methods-wiki.ts';
import type { PageEntry, SnippetPiece } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

/** A page as the caller sees it on disk. `stamp` must change whenever the content does. */
export interface PageStamp {
  readonly path: PagePath;
  readonly stamp: string;
}

export interface PageChange {
  readonly path: PagePath;
  /** The new text; null when the page is gone. */
  readonly text: string | null;
  /** The file's stamp if it is known; else the page is read once more at the next `refresh`. */
  readonly stamp?: string;
}

/** What a refresh had to do. `isComplete` is false when `close` cut it short. */
export interface RefreshOutcome {
  readonly indexed: number;
  readonly removed: number;
  readonly reused: number;
  readonly isComplete: boolean;
}

export interface IndexState {
  readonly done: number;
  readonly total: number;
  readonly isReady: boolean;
}

export interface PageNames extends PageEntry {
  readonly aliases: readonly string[];
}

export interface TitleAnswer extends PageEntry {
  readonly alias: string | null;
  readonly pieces: SnippetPiece[];
}

export interface QueryAnswer {
  readonly hits: SearchHit[];
  readonly total: number;
  readonly isReady: boolean;
}

export interface Backlink extends PageEntry {
  readonly context: string;
}

export type LinkReport = Pick<CheckReport, 'brokenLinks' | 'ambiguousLinks'>;

/** What the index answers, by name: the worker implements it, the main thread asks for it. */
export interface SearchCalls {
  refresh(pages: readonly PageStamp[], files?: readonly string[]): Promise<RefreshOutcome>;
  update(changes: readonly PageChange[]): void;
  query(query: string, limit: number, offset: number): QueryAnswer;
  titles(query: string, limit: number, recency: ReadonlyMap<string, number>): TitleAnswer[];
  tags(): { tag: string; count: number }[];
  tagged(tag: string): PageEntry[];
  backlinks(path: PagePath): { isReady: boolean; backlinks: Backlink[] };
  entries(): PageNames[];
  resolve(from: PagePath, targets: readonly string[]): ResolvedLink[];
  linkReport(): LinkReport;
  state(): IndexState;
  close(): void;
}

export type CallName = keyof SearchCalls;
export type CallArguments<Name extends CallName> = Parameters<SearchCalls[Name]>;
export type CallResult<Name extends CallName> = Awaited<ReturnType<SearchCalls[Name]>>;

export interface WorkerRequest {
  readonly id: number;
  readonly call: CallName;
  readonly arguments: readonly unknown[];
}

export type WorkerMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorShape }
  | { readonly kind: 'progress'; readonly state: IndexState }
  /** Something to log; the index works on. */
  | { readonly kind: 'problem'; readonly message: string };

export interface WorkerSetup {
  readonly dir: string;
  readonly cacheFile: string;
}
