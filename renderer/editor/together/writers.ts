// Held as long as a window writes with it. Windows of another browser don't see it.
const prefix = 'commonplace-writer ';

/** What this window wrote with: it has one editor, so that none of them is still at work elsewhere. */
const own = new Set<string>();

/** A name for the drafts of one editor, which no other replaces. */
export function newWriter(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/** The writers that other windows are at work with now: their drafts are theirs. */
export async function writersElsewhere(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held
    .flatMap(({ name = '' }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
    .filter((writer) => !own.has(writer));
}

/** Says to other windows that this one is at work with a writer, until it is ended. */
export function holdWriter(writer: string): () => void {
  own.add(writer);
  const end = new AbortController();
  const ended = new Promise<void>((done) => {
    end.signal.addEventListener('abort', () => done());
  });
  const { signal } = end;
  navigator.locks
    .request(prefix + writer, { signal }, () => ended)
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  return () => end.abort();
}
