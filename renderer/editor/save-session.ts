import { assertNever } from '../../shared/contract/errors.ts';
import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid, Person, Revision } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

export type StaleOutcome = Extract<SaveOutcome, { kind: 'stale' }>;

/** Another version of the page, of which nothing is in the text. */
export type Arrival =
  /** It has other words in the same places. */
  | { readonly kind: 'clash'; readonly theirs: StaleOutcome }
  /** It can't be compared: what the edit started from is not known, or the text can't be written. */
  | { readonly kind: 'changed' }
  | {
      readonly kind: 'gone';
      readonly movedTo: PagePath | null;
      /** Who took it away, where history tells. */
      readonly by: Person | null;
    };

/** What others wrote that is in the text by now. The texts are the page's. */
export interface Came {
  readonly from: string;
  readonly to: string;
  /** Whose it is, as far as history tells. */
  readonly by: readonly Person[];
}

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
  /** Whether the unsaved text, as it is now, is on disk as a draft. */
  readonly draft: 'none' | 'waiting' | 'kept' | 'failed';
  /** What waits for an answer of the person before the text can be saved. */
  readonly arrival: Arrival | null;
  readonly came: Came | null;
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
  /** The page on disk was looked at after an event. */
  | { readonly kind: 'arrived'; readonly arrival: Arrival | null }
  /** The other version is in the text, beside what the person wrote. */
  | {
      readonly kind: 'joined';
      readonly base: Oid;
      readonly baseText: string;
      readonly change: Revision | null;
    }
  /** History tells by now whose the latest version is. */
  | { readonly kind: 'named'; readonly by: Person }
  | { readonly kind: 'cameSeen' }
  /** The person wants to choose between both versions. */
  | { readonly kind: 'choiceAsked'; readonly mine: string }
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
    arrival: null,
    came: null,
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

/** The same object for each further key, so that nothing is drawn anew. */
function afterEdit(session: SaveSession): SaveSession {
  const { status } = session;
  // What could not be kept is told of until it is.
  const draft = session.draft === 'failed' ? 'failed' : 'waiting';
  if (status.kind === 'saving') {
    if (status.isEdited && session.draft === draft) return session;
    return { ...session, status: { ...status, isEdited: true }, draft };
  }
  if (status.kind === 'dirty' && session.draft === draft) return session;
  return { ...session, status: { kind: 'dirty' }, draft };
}

/** The next state. Pure: timers, calls to the core and dialogs are the caller's. */
export function nextSession(session: SaveSession, event: SaveEvent): SaveSession {
  const { status } = session;
  switch (event.kind) {
    case 'edited':
      return afterEdit(session);
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
    case 'arrived':
      return event.arrival === session.arrival ? session : { ...session, arrival: event.arrival };
    case 'joined':
      return {
        ...session,
        base: event.base,
        baseText: event.baseText,
        status: { kind: 'dirty' },
        arrival: null,
        came: withCame(session, event),
      };
    case 'named': {
      const { came } = session;
      return came === null
        ? session
        : { ...session, came: { ...came, by: add(came.by, event.by) } };
    }
    case 'cameSeen':
      return { ...session, came: null };
    case 'choiceAsked': {
      const { arrival } = session;
      if (arrival?.kind !== 'clash' || status.kind === 'saving') return session;
      return { ...session, status: { kind: 'stale', theirs: arrival.theirs, mine: event.mine } };
    }
    case 'rebased':
      return {
        ...session,
        base: event.base,
        baseText: event.baseText,
        status: { kind: 'dirty' },
        arrival: null,
      };
    case 'setAside':
      return { ...session, status: { kind: 'dirty' } };
  }
  return assertNever(event);
}

function withCame(
  { baseText, came }: SaveSession,
  event: Extract<SaveEvent, { kind: 'joined' }>,
): Came {
  const by = came?.by ?? [];
  return {
    from: came?.from ?? baseText ?? '',
    to: event.baseText,
    by: event.change === null ? by : add(by, event.change.author),
  };
}

function add(people: readonly Person[], person: Person): readonly Person[] {
  return people.some(({ email }) => email === person.email) ? people : [...people, person];
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
        arrival: null,
        came: session.came,
      };
    case 'stale':
      return {
        ...session,
        arrival: session.arrival ?? { kind: 'changed' },
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
