import type { Api } from '../../client/api.ts';

/** A name for the drafts of one editor, which no other replaces. */
export function newWriter(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/**
 * Takes a writer for this window. False: another one, of any browser, is at work with it, or it can't be
 * told.
 */
export async function takeWriter(api: Api, writer: string): Promise<boolean> {
  const { client } = api;
  try {
    return (await api.request('writer.hold', { client, writer })).isHeld;
  } catch {
    return false;
  }
}

/** Says to other windows that this one is at work with a writer, until it is ended. */
export function holdWriter(api: Api, writer: string): () => void {
  const { client } = api;
  // A lost connection is told by itself, and the writer is held again with the next.
  const hold = () => void takeWriter(api, writer);
  hold();
  const stopReconnect = api.onReconnect(hold);
  return () => {
    stopReconnect();
    api.request('writer.letGo', { client, writer }).catch(() => undefined);
  };
}
