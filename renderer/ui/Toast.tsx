import './Toast.css';
import { Toast as Radix } from 'radix-ui';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { IconButton } from './Button.tsx';
import { CloseIcon } from './icons.ts';

interface ToastMessage {
  readonly title: string;
  readonly kind?: 'info' | 'success' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ShownToast extends ToastMessage {
  readonly id: number;
}

let shown: readonly ShownToast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function show(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Says in passing what happened. For what a person must not miss use a `Notice` in the screen instead:
 * a toast goes after some seconds (an error stays until it is closed).
 */
export function toast(message: ToastMessage): void {
  show([...shown.slice(-3), { ...message, id: nextId }]);
  nextId += 1;
}

/** Where toasts appear; once in the app. */
export function Toaster() {
  const messages = useSyncExternalStore(subscribe, () => shown);
  const drop = (id: number) => show(shown.filter((message) => message.id !== id));
  const viewport = useRef<HTMLOListElement>(null);
  const isEmpty = messages.length === 0;
  useEffect(() => {
    if (isEmpty) return undefined;
    // To Radix a toast lies over all else, and would keep Escape from a dialog or a menu that came before it.
    const giveWay = ({ key, target }: KeyboardEvent) => {
      const isInside = target instanceof Node && viewport.current?.contains(target) === true;
      if (key === 'Escape' && !isInside) flushSync(() => show([]));
    };
    window.addEventListener('keydown', giveWay, true);
    return () => window.removeEventListener('keydown', giveWay, true);
  }, [isEmpty]);
  return (
    <Radix.Provider label="Message" swipeDirection="down">
      {messages.map(({ id, title, kind = 'info', action }) => (
        <Radix.Root
          key={id}
          className={`cp-toast cp-toast-${kind}`}
          duration={kind === 'error' ? Number.POSITIVE_INFINITY : 6000}
          type={kind === 'error' ? 'foreground' : 'background'}
          onOpenChange={(open) => {
            if (!open) drop(id);
          }}
        >
          <Radix.Title>{title}</Radix.Title>
          {action && (
            <Radix.Action className="cp-toast-action" altText={action.label} onClick={action.run}>
              {action.label}
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton icon={CloseIcon} label="Close message" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport ref={viewport} className="cp-toasts" />
    </Radix.Provider>
  );
}
