/** Runs something when nothing else is to do, or in `limitMs` at last. */
export function whenIdle(run: () => void, limitMs: number): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in globalThis)) {
    const handle = setTimeout(run);
    return () => clearTimeout(handle);
  }
  const handle = requestIdleCallback(run, { timeout: limitMs });
  return () => cancelIdleCallback(handle);
}
