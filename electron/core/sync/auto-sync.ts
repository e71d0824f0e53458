import type { Preferences } from '../../../shared/contract/methods-sync.ts';
import type { Clock } from '../ports.ts';

/** Why a sync that nobody asked for may be due. */
export type Occasion = 'open' | 'interval' | 'save' | 'focus' | 'online';

const afterOpeningMs = 3_000;
const afterSaveMs = 5_000;
const focusGapMs = 60_000;
const minuteMs = 60_000;

/** Decides when a wiki is synced without being asked, as the person wishes it. */
export interface AutoSync {
  /** A revision was made here, or came from elsewhere. */
  noteSaved(): void;
  wake(reason: 'focus' | 'online'): Promise<void>;
  /** The person's wishes changed. */
  reschedule(): void;
  close(): void;
}

export function startAutoSync(
  clock: Clock,
  readPreferences: () => Promise<Preferences>,
  sync: (occasion: Occasion) => Promise<void>,
): AutoSync {
  let isClosed = false;
  let cancelTick = () => {};
  let cancelSave: (() => void) | null = null;
  let lastMs = -focusGapMs;

  const go = async (occasion: Occasion) => {
    const { isAutomatic } = await readPreferences();
    if (isClosed || !isAutomatic) return;
    lastMs = clock.nowMs();
    await sync(occasion);
  };

  const arm = async () => {
    const { everyMinutes } = await readPreferences();
    cancelTick();
    if (isClosed) return;
    cancelTick = clock.after(everyMinutes * minuteMs, () => {
      void go('interval').finally(() => void arm());
    });
  };

  const cancelOpening = clock.after(afterOpeningMs, () => void go('open'));
  void arm();

  return {
    noteSaved() {
      // The wait starts with the first of several saves, so one who never stops shares all the same.
      if (isClosed || cancelSave !== null) return;
      cancelSave = clock.after(afterSaveMs, () => {
        cancelSave = null;
        void readPreferences().then(({ onSave }) => (onSave ? go('save') : undefined));
      });
    },
    async wake(reason) {
      const { onFocus } = await readPreferences();
      if (reason === 'focus' && (!onFocus || clock.nowMs() - lastMs < focusGapMs)) return;
      void go(reason);
    },
    reschedule: () => void arm(),
    close() {
      isClosed = true;
      cancelOpening();
      cancelTick();
      cancelSave?.();
    },
  };
}
