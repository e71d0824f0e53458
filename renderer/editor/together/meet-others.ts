import type { Output } from '../../../shared/contract/methods.ts';
import type { SaveEvent, SaveSession, StaleOutcome } from '../save-session.ts';
import type { Writing } from '../save-work.ts';
import { joinApart } from '../page-work.ts';
import { bringing } from './joining.ts';

interface MeetingPorts {
  readonly session: () => SaveSession;
  readonly apply: (event: SaveEvent) => void;
  readonly writing: () => Pick<Writing, 'receive' | 'readText'>;
  readonly keepDraft: () => Promise<void>;
  /** The latest draft's text. */
  readonly keptText: () => string | null;
  /** Told the text after another was put in place of the one on the screen. */
  readonly settle: (text: string) => void;
  /** Nothing could be done right now. */
  readonly onBusy: () => void;
}

interface Meeting {
  /** Brings another version into the text. False: the person must choose, or it must wait. */
  readonly receive: (theirs: StaleOutcome) => Promise<boolean>;
  /** Compares the page as it is now with what the session knows, and does what follows. */
  readonly meet: (page: Output<'page.read'>) => Promise<void>;
}

/** What others do to the page while it is being edited. Call it while no save is under way. */
export function createMeeting(ports: MeetingPorts): Meeting {
  const { session, apply, writing, keepDraft, keptText, settle, onBusy } = ports;

  const receive = async ({ text, blob, change }: StaleOutcome): Promise<boolean> => {
    const { base, baseText, draft } = session();
    if (text === null || blob === null) {
      const by = change?.author ?? null;
      apply({ kind: 'arrived', arrival: { kind: 'gone', movedTo: null, by } });
      return false;
    }
    if (baseText === null) {
      apply({ kind: 'arrived', arrival: { kind: 'changed' } });
      return false;
    }
    // What the person wrote is on the disk as they wrote it before others' words are among it.
    await keepDraft();
    // Of a new page that nobody has typed in there is nothing to join.
    const isUntyped = base === null && draft === 'none';
    const received = await writing().receive(
      (now) => (isUntyped ? Promise.resolve(text) : joinApart(baseText, now, text)),
      bringing(baseText, text),
      false,
    );
    switch (received.kind) {
      case 'put':
      case 'reopen':
        apply({ kind: 'joined', base: blob, baseText: text, change });
        settle(received.after);
        return true;
      case 'declined': {
        const theirs: StaleOutcome = { kind: 'stale', text, blob, change };
        apply({ kind: 'arrived', arrival: { kind: 'clash', theirs } });
        return false;
      }
      case 'unfaithful':
        apply({ kind: 'arrived', arrival: { kind: 'changed' } });
        return false;
      case 'busy':
        onBusy();
        return false;
    }
  };

  const meet = async (page: Output<'page.read'>): Promise<void> => {
    if (page.kind === 'unreadable') {
      apply({ kind: 'arrived', arrival: { kind: 'changed' } });
      return;
    }
    const { base, came } = session();
    if (page.kind === 'missing') {
      const by = page.deleted?.author ?? null;
      const gone = { kind: 'gone', movedTo: page.movedTo, by } as const;
      apply({ kind: 'arrived', arrival: base === null ? null : gone });
      return;
    }
    const { blob, text, lastChange } = page;
    // History may be a moment behind the page.
    const change = lastChange?.blob === blob ? lastChange : null;
    if (blob === base) {
      apply({ kind: 'arrived', arrival: null });
      if (change !== null && came?.to === text) apply({ kind: 'named', by: change.author });
    } else if (text === keptText()) {
      // Our own draft: the core made it a revision while this editor stood still.
      apply({ kind: 'rebased', base: blob, baseText: text });
      settle(writing().readText());
    } else {
      await receive({ kind: 'stale', text, blob, change });
    }
  };

  return { receive, meet };
}
