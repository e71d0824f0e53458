import type { Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { TextCore } from '../../electron/core/host/text-core.ts';

/** A core that answers with what it was asked, for tests of a door alone. */
export interface FakeCore extends TextCore {
  emit(event: AppEvent): void;
  readonly asked: { readonly method: string; readonly input: unknown }[];
  readonly assets: Map<string, { readonly bytes: Uint8Array; readonly mediaType: string }>;
  readonly isClosed: () => boolean;
  /** How many listen for events. */
  readonly listenerCount: () => number;
}

export function fakeCore(
  answer: (method: string, input: unknown) => Envelope | Promise<Envelope> = (method, input) => ({
    ok: true,
    value: { method, input: input ?? null },
  }),
): FakeCore {
  const listeners = new Set<(event: string) => void>();
  const asked: { method: string; input: unknown }[] = [];
  const assets = new Map<string, { bytes: Uint8Array; mediaType: string }>();
  let isClosed = false;
  return {
    asked,
    assets,
    isClosed: () => isClosed,
    listenerCount: () => listeners.size,
    emit: (event) => listeners.forEach((listener) => listener(JSON.stringify(event))),
    async request(method, input) {
      asked.push({ method, input });
      return JSON.stringify(await answer(method, input));
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readAsset: (wiki, path) => Promise.resolve(assets.get(`${wiki}/${path}`) ?? null),
    close() {
      isClosed = true;
      return Promise.resolve();
    },
  };
}
