import { useCallback, useRef, useState } from 'react';

interface Opened<Open> {
  /** What it is open for; null: it is closed. */
  readonly open: Open | null;
  readonly show: (open: Open) => void;
  /** Another state of what is open. */
  readonly change: (open: Open) => void;
  /** Closes it. False: it is closing already, and the focus that goes with it asks once more. */
  readonly finish: () => boolean;
}

/** Something small that is open over the text, and closes once. */
export function useOpened<Open>(): Opened<Open> {
  const [open, setOpen] = useState<Open | null>(null);
  const isFinished = useRef(true);
  const show = useCallback((next: Open) => {
    isFinished.current = false;
    setOpen(next);
  }, []);
  const finish = useCallback(() => {
    if (isFinished.current) return false;
    isFinished.current = true;
    setOpen(null);
    return true;
  }, []);
  return { open, show, change: setOpen, finish };
}
