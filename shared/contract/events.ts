import type { Question, SyncStatus } from './methods-sync.ts';
import type { JobId, PageEntry, WikiId } from './values.ts';
import type { PagePath } from '../wiki/page-path.ts';
import type { ErrorShape } from './errors.ts';

/** How far a job is. `total` is null while unknown; `unit` says what `done` counts. */
export interface JobProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'objects' | 'files' | 'bytes' | 'pages';
  /** Bytes received or sent so far, where the job uses the network. */
  readonly bytes: number | null;
}

/** Facts the core announces. They say what is, and never ask for anything. */
export type AppEvent =
  | { readonly name: 'job.progress'; readonly job: JobId; readonly progress: JobProgress }
  /** The job is over. `value` has the shape of the starting method's `result` schema. */
  | { readonly name: 'job.done'; readonly job: JobId; readonly value: unknown }
  | { readonly name: 'job.failed'; readonly job: JobId; readonly error: ErrorShape }
  /** Pages came, changed (text or title) or went, by whoever: a save, a sync, another program. */
  | {
      readonly name: 'pages.changed';
      readonly wiki: WikiId;
      readonly changed: readonly PageEntry[];
      readonly removed: readonly PagePath[];
    }
  /** The set of open choices, the history or the outside changes of a wiki changed. */
  | { readonly name: 'history.changed'; readonly wiki: WikiId }
  | { readonly name: 'outside.changed'; readonly wiki: WikiId }
  | {
      readonly name: 'index.progress';
      readonly wiki: WikiId;
      readonly done: number;
      readonly total: number;
      readonly isReady: boolean;
    }
  /** The history index of a wiki: how far its first building is. */
  | {
      readonly name: 'history.progress';
      readonly wiki: WikiId;
      readonly done: number;
      /** Commits; null while unknown. */
      readonly total: number | null;
      readonly isReady: boolean;
    }
  | { readonly name: 'ask.opened'; readonly question: Question }
  | { readonly name: 'ask.closed'; readonly id: string }
  | { readonly name: 'preferences.changed'; readonly wiki: WikiId }
  | { readonly name: 'sync.changed'; readonly wiki: WikiId; readonly status: SyncStatus }
  | { readonly name: 'drafts.changed'; readonly wiki: WikiId }
  | { readonly name: 'recents.changed' }
  | { readonly name: 'settings.changed' };
