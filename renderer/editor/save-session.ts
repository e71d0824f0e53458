import { assertNever } from '../../shared/contract/errors.ts';
import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid } from '../../shared/contract/values.ts';

export type StaleOutcome = Extract<SaveOutcome, { kind: 'stale' }>;

/** Where the text stands: the one state of an editing session. */
type SaveStatus =
  | { readonly kind: 'clean' }
  | { readonly kind: 'dirty' }
  /** `sent` is under way; `isEdited`: the person typed on meanwhile. */
  | {
      readonly kind: 'saving';
      readonly sent: string;
      readonly isEdited: boolean;
      readonly by: 'person' | 'itself';
    }
  | { readonly kind: 'saved' }
  /** The page is no longer what the edit started from. Nothing was written. */
  | { readonly kind: 'stale'; readonly theirs: StaleOutcome; readonly mine: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** Written as markdown the text would not read back as the editor shows it. Nothing was sent. */
  | { readonly kind: 'unwritable' }
  | { readonly kind: 'needsAuthor' }
  | { readonly kind: 'badName'; readonly reason: string };

export interface SaveSession {
  /** Blob that the next save must replace; null: the page must not exist. */
  readonly base: Oid | null;
  /** The page's text at `base`: empty for a new page, null where it is not known. */
  readonly baseText: string | null;
  readonly status: SaveStatus;
  /** Whether the unsaved text is on disk as a draft. */
  readonly draft: 'none' | 'waiting' | 'kept' | 'failed';
  /** Somebody else changed the page since the edit began. */
  readonly isPageChanged: boolean;
}

export type SaveEvent =
  | { readonly kind: 'edited' }
  /** The text as it is now, some time after edits. */
  | { readonly kind: 'measured'; readonly text: string }
  | { readonly kind: 'saveAsked'; readonly text: string; readonly by: 'person' | 'itself' }
  | { readonly kind: 'unwritable' }
  | { readonly kind: 'answered'; readonly outcome: SaveOutcome }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'draftKept' }
  | { readonly kind: 'draftFailed' }
  | { readonly kind: 'draftDiscarded' }
  /** The page on disk was looked at after an event; `blob` null: it is gone. */
  | { readonly kind: 'pageSeen'; readonly blob: Oid | null }
  /** The person looked at the other version, and goes on from it. */
  | { readonly kind: 'rebased'; readonly base: Oid | null; readonly baseText: string }
  /** The person closed a dialog without an answer. */
  | { readonly kind: 'setAside' };

/** @param draft `kept`: `text` is a draft, and on disk */
export function startSession(
  base: Oid | null,
  baseText: string | null,
  text: string,
  draft: 'none' | 'kept' = 'none',
): SaveSession {
  const isSame = text === baseText && base !== null;
  return {
    base,
    baseText,
    status: { kind: isSame ? 'clean' : 'dirty' },
    draft: isSame ? 'none' : draft,
    isPageChanged: false,
  };
}

/** Whether there is text that no revision holds. */
export function isUnsaved(session: SaveSession): boolean {
  return session.status.kind !== 'clean' && session.status.kind !== 'saved';
}

/**
 * Whether the text may become a revision without being asked for. Never the empty page that nobody has
 * typed in, and never what waits for an answer of the person.
 */
export function canSaveByItself({ status, draft }: SaveSession): boolean {
  if (draft === 'none') return false;
  return status.kind === 'dirty' || status.kind === 'failed' || status.kind === 'needsAuthor';
}

/** The next state. Pure: timers, calls to the core and dialogs are the caller's. */
export function nextSession(session: SaveSession, event: SaveEvent): SaveSession {
  const { status } = session;
  switch (event.kind) {
    case 'edited':
      if (status.kind === 'saving') {
        if (status.isEdited && session.draft === 'waiting') return session;
        return { ...session, status: { ...status, isEdited: true }, draft: 'waiting' };
      }
      // The same object for each further key, so that nothing is drawn anew.
      if (status.kind === 'dirty' && session.draft === 'waiting') return session;
      return { ...session, status: { kind: 'dirty' }, draft: 'waiting' };
    case 'measured':
      if (status.kind !== 'dirty' || event.text !== session.baseText || session.base === null) {
        return session;
      }
      return { ...session, status: { kind: 'clean' }, draft: 'none' };
    case 'saveAsked':
      if (status.kind === 'saving') return session;
      return {
        ...session,
        status: { kind: 'saving', sent: event.text, isEdited: false, by: event.by },
      };
    case 'unwritable':
      return { ...session, status: { kind: 'unwritable' } };
    case 'answered':
      return status.kind === 'saving' ? afterAnswer(session, status, event.outcome) : session;
    case 'failed':
      return { ...session, status: { kind: 'failed', message: event.message } };
    case 'draftKept':
      return session.draft === 'none' ? session : { ...session, draft: 'kept' };
    case 'draftFailed':
      return { ...session, draft: 'failed' };
    case 'draftDiscarded':
      return { ...session, draft: 'none' };
    case 'pageSeen':
      // While a save is under way the change may be our own.
      if (status.kind === 'saving') return session;
      return { ...session, isPageChanged: event.blob !== session.base };
    case 'rebased':
      return {
        ...session,
        base: event.base,
        baseText: event.baseText,
        status: { kind: 'dirty' },
        isPageChanged: false,
      };
    case 'setAside':
      return { ...session, status: { kind: 'dirty' } };
  }
  return assertNever(event);
}

function afterAnswer(
  session: SaveSession,
  saving: Extract<SaveStatus, { kind: 'saving' }>,
  outcome: SaveOutcome,
): SaveSession {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged':
      return {
        base: outcome.blob,
        baseText: saving.sent,
        status: { kind: saving.isEdited ? 'dirty' : 'saved' },
        draft: saving.isEdited ? session.draft : 'none',
        isPageChanged: false,
      };
    case 'stale':
      return {
        ...session,
        isPageChanged: true,
        // A question that nobody asked for must not stand in the way of typing.
        status:
          saving.by === 'itself'
            ? { kind: 'dirty' }
            : { kind: 'stale', theirs: outcome, mine: saving.sent },
      };
    case 'needsAuthor':
      return { ...session, status: { kind: 'needsAuthor' } };
    case 'badName':
      return { ...session, status: { kind: 'badName', reason: outcome.reason } };
  }
  return assertNever(outcome);
}
