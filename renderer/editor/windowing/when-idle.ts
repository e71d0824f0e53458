const idleLimitMs = 2_000;

/** Runs something when nothing else is to do, or after a while at last. */
export function whenIdle(run: () => void): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in globalThis)) {
    const handle = setTimeout(run);
    return () => clearTimeout(handle);
  }
  const handle = requestIdleCallback(run, { timeout: idleLimitMs });
  return () => cancelIdleCallback(handle);
}
