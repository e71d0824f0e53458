import type { SaveOutcome } from '../../shared/contract/methods-page.ts';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import type { Api } from '../client/api.ts';
import { failureMessage } from '../client/failure-message.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { createDraftTimer, type DraftMoment } from './draft-timer.ts';
import {
  canSaveByItself,
  isUnsaved,
  nextSession,
  type SaveEvent,
  type SaveSession,
} from './save-session.ts';
import { createPause } from './pause.ts';
import { bringing } from './together/joining.ts';
import { createMeeting } from './together/meet-others.ts';
import type { Join, Received } from './together/received.ts';

/** A pause this long ends a piece of writing, where the wiki saves by itself. */
export const idleMs = 2 * 60_000;
const retryMs = 5_000;
// One who is amid a word of Chinese, or types on and on, is through in a moment.
const busyMs = 1_000;
// The page may change again while both versions are brought together.
const maxSends = 3;

export interface SavePorts {
  readonly api: Pick<Api, 'request'>;
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly writer: string;
  /** Resolves to whether there is a name now. */
  readonly askAuthor: (wiki: WikiId) => Promise<boolean>;
}

/** What the editor holds now. Also asked after it has gone from the screen. */
export interface Writing {
  /** Called often: it may leave out the check of the whole. */
  readonly readText: () => string;
  /** The same, where nobody waits for it. */
  readonly readForDraft: () => Promise<string>;
  readonly readForSave: () => Promise<{ readonly text: string; readonly isFaithful: boolean }>;
  readonly readSummary: () => string;
  readonly isByItself: () => boolean;
  /** Others' text can't be put into what is being written in a field of its own. */
  readonly closeFields: () => void;
  /**
   * Puts another text in place of what the editor holds.
   *
   * @param bring puts what others wrote into the texts that undo and redo lead to
   * @param isStep it is the person's own doing, which undo takes back
   */
  readonly receive: (
    join: Join,
    bring: (text: string) => string,
    isStep: boolean,
  ) => Promise<Received>;
}

/** The effects of a save session: drafts, saves one after the other, what happens by itself. */
export interface SaveWork {
  readonly session: () => SaveSession;
  readonly subscribe: (listener: () => void) => () => void;
  readonly noteEdit: () => void;
  /** The person is at the keyboard, in the text or beside it. */
  readonly noteKey: () => void;
  /** The page may be another one now: what others wrote is brought into the text. */
  readonly notePageChange: () => void;
  /** Resolves to whether the page now holds the text. */
  readonly save: () => Promise<boolean>;
  /**
   * For when the person goes away from the page: a revision where the wiki saves by itself, else a
   * draft. Resolves to whether that left text unsaved of which the person has not been told.
   */
  readonly leave: () => Promise<boolean>;
  readonly rebase: (base: Oid | null, baseText: string) => void;
  readonly setAside: () => void;
  /** Asks the person to choose between the versions that clash. */
  readonly askChoice: () => Promise<void>;
  /** What the person chose, from both versions. */
  readonly choose: (text: string) => Promise<void>;
  readonly dismissCame: () => void;
  /** Begins to put unsaved text on disk; false when there is none. */
  readonly flush: () => boolean;
  readonly discardDraft: () => Promise<void>;
}

/** @param writing asked anew each time: what it answers changes with the screen */
export function createSaveWork(
  { api, wiki, path, writer, askAuthor }: SavePorts,
  start: SaveSession,
  startText: string,
  writing: () => Writing,
): SaveWork {
  let session = start;
  const listeners = new Set<() => void>();
  const apply = (event: SaveEvent) => {
    const next = nextSession(session, event);
    if (next === session) return;
    session = next;
    for (const listener of listeners) listener();
  };

  const kept = createDraftKeeper(api, { wiki, path, writer });

  let editCount = 0;
  let toldAt = -1;
  // Typed and not yet kept: the answer must be right between renders too.
  let isPending = false;
  let askCount = 0;
  // A draft on disk that the person was not told of: while they type, the words would come and go.
  let unsaid: string | null = null;
  let isFaithful = true;
  let keptText = start.draft === 'kept' ? startText : null;
  let draftCount = 0;
  let isLeft = false;
  let keeping: Promise<void> = Promise.resolve();
  // A save starts from what the one before it left.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const sayKept = (text: string) => {
    unsaid = null;
    apply({ kind: 'draftKept' });
    apply({ kind: 'measured', text });
  };
  const keepNow = async (isLast: boolean, moment: DraftMoment) => {
    if (!isPending) {
      if (unsaid !== null && moment === 'pause') sayKept(unsaid);
      return;
    }
    const asked = askCount;
    // Others may write in the page while the text is worked out: it begins from what is now.
    const { base, baseText } = session;
    const { readText, readForDraft } = writing();
    const text = isLast ? readText() : await readForDraft().catch(readText);
    isPending = askCount !== asked;
    try {
      if (text === baseText && base !== null) {
        await kept.discard();
      } else {
        keptText = text;
        draftCount += 1;
        const whenLeft = writing().isByItself() && isFaithful ? 'save' : 'keep';
        const draft = { text, base, whenLeft } as const;
        await (isLast ? kept.keepWhole(draft) : kept.keep(draft, baseText));
      }
      unsaid = text;
      if (moment === 'pause' && askCount === asked) sayKept(text);
    } catch {
      isPending = true;
      unsaid = null;
      apply({ kind: 'draftFailed' });
      // Once left, the text may be under another editor's hands.
      if (!isLeft) setTimeout(() => void keepDraft(), retryMs);
    }
  };
  const keepDraft = (isLast = false, moment: DraftMoment = 'pause') => {
    keeping = keeping.then(() => keepNow(isLast, moment));
    return keeping;
  };
  const drafts = createDraftTimer((moment) => void keepDraft(false, moment));
  const keepLater = () => {
    isPending = true;
    askCount += 1;
    drafts.nudge();
  };

  const idle = createPause(idleMs, () => void saveWhenIdle());
  const noteKey = () => idle.nudge();
  const saveWhenIdle = async () => {
    if (!writing().isByItself()) return;
    await saveAs('itself');
    if (session.status.kind === 'failed') noteKey();
  };

  const send = async (text: string, by: 'person' | 'itself'): Promise<SaveOutcome> => {
    const summary = writing().readSummary();
    const input = { wiki, path, writer, text, base: session.base, summary };
    const outcome = await api.request('page.save', input);
    if (outcome.kind !== 'needsAuthor' || by === 'itself') return outcome;
    await keepDraft();
    return (await askAuthor(wiki)) ? api.request('page.save', input) : outcome;
  };

  /** After a text was put in place of the one on the screen. */
  const settle = (text: string) => {
    const hadDraft = session.draft !== 'none';
    apply({ kind: 'measured', text });
    if (hadDraft || isUnsaved(session)) keepLater();
  };

  const { receive, meet } = createMeeting({
    session: () => session,
    apply,
    writing,
    keepDraft,
    keptText: () => keptText,
    settle,
    onBusy: () => {
      if (!isLeft) setTimeout(look, busyMs);
    },
  });

  let isLookAhead = false;
  const look = () => {
    if (isLookAhead) return;
    isLookAhead = true;
    void inTurn(async () => {
      isLookAhead = false;
      // A question that is open is about the version it shows; the answer looks again.
      if (session.status.kind === 'stale') return;
      // The next save finds out what could not be read now.
      const page = await api.request('page.read', { wiki, path }).catch(() => null);
      if (page !== null) await meet(page);
    });
  };

  type Sent = 'saved' | 'notSaved' | 'joined';
  const sendNow = async (by: 'person' | 'itself'): Promise<Sent> => {
    if (by === 'itself' && !canSaveByItself(session)) return 'notSaved';
    const editsBefore = editCount;
    const { text, ...checked } = await writing().readForSave();
    isFaithful = checked.isFaithful;
    if (!isFaithful) {
      apply({ kind: 'unwritable' });
      keepLater();
      return 'notSaved';
    }
    if (by === 'itself' && text === session.baseText && session.base !== null) {
      apply({ kind: 'measured', text });
      return 'notSaved';
    }
    apply({ kind: 'saveAsked', text, by });
    if (editCount !== editsBefore) apply({ kind: 'edited' });
    try {
      // The save takes the draft along, so one under way must not come in behind it.
      await keeping;
      const draftsBefore = draftCount;
      const outcome = await send(text, by);
      await keeping;
      if (outcome.kind === 'stale') {
        // The person waits for the save, and may still be in one of them.
        writing().closeFields();
        if (await receive(outcome)) return 'joined';
      }
      apply({ kind: 'answered', outcome });
      if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') return 'notSaved';
      if (isUnsaved(session)) {
        // What was typed on needs a draft that begins from the new revision.
        keepLater();
      } else {
        isPending = false;
        if (draftCount !== draftsBefore) await kept.discard();
      }
      return 'saved';
    } catch (error) {
      apply({ kind: 'failed', message: failureMessage(error) });
      return 'notSaved';
    }
  };

  const saveAs = (by: 'person' | 'itself') =>
    inTurn(async (): Promise<boolean> => {
      for (let round = 0; round < maxSends; round += 1) {
        const sent = await sendNow(by);
        if (sent !== 'joined') return sent === 'saved';
      }
      return false;
    });

  return {
    session: () => session,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    noteEdit() {
      isLeft = false;
      editCount += 1;
      apply({ kind: 'edited' });
      keepLater();
      noteKey();
    },
    noteKey,
    notePageChange: look,
    save: () => saveAs('person'),
    async leave() {
      isLeft = true;
      idle.cancel();
      drafts.cancel();
      await keepDraft();
      if (writing().isByItself()) await saveAs('itself');
      await turn;
      // A save that was under way may have left text behind.
      drafts.cancel();
      await keepDraft();
      if (!isUnsaved(session) || session.draft === 'none' || toldAt === editCount) return false;
      toldAt = editCount;
      return true;
    },
    rebase: (base, baseText) => apply({ kind: 'rebased', base, baseText }),
    setAside() {
      apply({ kind: 'setAside' });
      look();
    },
    askChoice: () =>
      inTurn(async () => {
        const { text, isFaithful: canBeWritten } = await writing().readForSave();
        apply(canBeWritten ? { kind: 'choiceAsked', mine: text } : { kind: 'unwritable' });
      }),
    choose: (text) =>
      inTurn(async () => {
        const { status, baseText } = session;
        if (status.kind !== 'stale' || status.theirs.text === null) return;
        const { mine, theirs } = status;
        const bring = bringing(baseText ?? '', status.theirs.text);
        const isStill = (now: string) => Promise.resolve(now === mine ? text : null);
        const received = await writing().receive(isStill, bring, true);
        if (received.kind !== 'put' && received.kind !== 'reopen') {
          apply({ kind: 'setAside' });
          return;
        }
        apply({ kind: 'rebased', base: theirs.blob, baseText: status.theirs.text });
        settle(received.after);
        look();
      }),
    dismissCame: () => apply({ kind: 'cameSeen' }),
    flush() {
      drafts.cancel();
      void keepDraft(true);
      return isPending;
    },
    async discardDraft() {
      drafts.cancel();
      isPending = false;
      apply({ kind: 'measured', text: writing().readText() });
      apply({ kind: 'draftDiscarded' });
      await kept.discard();
    },
  };
}
