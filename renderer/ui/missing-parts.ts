const missingPart = 'commonplace:missing-part';

/** Whether a worker ended because its script could not be fetched: what goes wrong within one has words. */
export function isScriptMissing(event: Event): boolean {
  return !(event instanceof ErrorEvent);
}

/** Tells the app when a worker's script is not there any more, as after an update. @returns the worker */
export function workerPart(worker: Worker): Worker {
  worker.addEventListener('error', (event) => {
    if (isScriptMissing(event)) window.dispatchEvent(new Event(missingPart));
  });
  return worker;
}

/** Told when a part of the app that is fetched only now is not there any more. @returns ends it */
export function onMissingPart(listener: () => void): () => void {
  window.addEventListener('vite:preloadError', listener);
  window.addEventListener(missingPart, listener);
  return () => {
    window.removeEventListener('vite:preloadError', listener);
    window.removeEventListener(missingPart, listener);
  };
}
