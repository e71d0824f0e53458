const checkEveryMs = 500;
// Taken at once: a parent that ends before anybody listens must be noticed too.
const parent = process.ppid;

/**
 * Calls back once when this program should end: Ctrl+C, a termination, or the end of the program
 * that started it (npm, when terminated, leaves its child behind without a word).
 */
export function onEnd(end) {
  let isEnding = false;
  const once = (signal) => {
    if (isEnding) return;
    isEnding = true;
    clearInterval(watch);
    end(signal);
  };
  const watch = setInterval(() => {
    if (process.ppid !== parent) once('SIGTERM');
  }, checkEveryMs);
  watch.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => once(signal));
}
