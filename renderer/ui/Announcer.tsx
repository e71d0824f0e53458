import { useSyncExternalStore } from 'react';

let message = '';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Has a screen reader say something that is plain to see but not to hear ("12 results"). */
export function announce(text: string): void {
  // The same words twice in a row would be no change, and so not be read.
  message = text === message ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

/** Where announcements are read from; once in the app. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div className="cp-visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
