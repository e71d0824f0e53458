import type { AppEvent } from '../../shared/contract/events.ts';
import type { Logger } from './ports.ts';

/** Announces facts to every door. A listener that throws does not stop the others. */
export interface EventBus {
  emit(event: AppEvent): void;
  /** Returns its unsubscribe. */
  on(listener: (event: AppEvent) => void): () => void;
}

export function createEventBus(logger: Logger): EventBus {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          logger.error('an event listener failed', { event: event.name, error: String(error) });
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
