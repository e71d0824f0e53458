import type { Asset } from '../asset.ts';
import type { Core } from '../core.ts';

/** The core as a door uses it: what it says is JSON text already, so that a door only passes it on. */
export interface TextCore {
  /** Runs a method of the contract; the text is an `Envelope`. Always answers, never throws. */
  request(method: string, input: unknown): Promise<string>;
  /** The text is an `AppEvent`. Returns its unsubscribe. */
  onEvent(listener: (event: string) => void): () => void;
  /** A file of an open wiki; null for anything else. */
  readAsset(wiki: string, path: string): Promise<Asset | null>;
  close(): Promise<void>;
}

/** Makes text of what a core in this thread says. */
export function textCore(core: Core): TextCore {
  return {
    request: async (method, input) => JSON.stringify(await core.dispatch(method, input)),
    onEvent: (listener) => core.onEvent((event) => listener(JSON.stringify(event))),
    readAsset: (wiki, path) => core.readAsset(wiki, path),
    close: () => core.close(),
  };
}
