const sliceMs = 12;

/** Call it often in long work: now and then it waits until other work had its turn. */
export type Breathe = () => Promise<void>;

// One promise for all the times that nothing is to be waited for.
const atOnce = Promise.resolve();

export function makeBreathe(onPause: () => void = () => undefined): Breathe {
  let pausedAt = performance.now();
  return () => {
    if (performance.now() - pausedAt < sliceMs) return atOnce;
    onPause();
    return new Promise((resolve) => {
      setImmediate(() => {
        pausedAt = performance.now();
        resolve();
      });
    });
  };
}
