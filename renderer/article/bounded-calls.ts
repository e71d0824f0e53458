/** Something apart that answers one question at a time, and can be ended in the middle of it. */
export interface Callee<Request> {
  readonly ask: (request: Request) => void;
  readonly end: () => void;
}

interface Listener {
  readonly answer: (value: unknown) => void;
  readonly fail: () => void;
}

interface Call<Request> {
  readonly isWanted: () => boolean;
  readonly request: Request;
  readonly settle: (answer: unknown) => void;
}

/**
 * Asks one thing after the other. What takes too long is ended, and who was asked with it.
 *
 * @returns asks; the answer is null when it took too long or who was asked failed, undefined when nobody
 * wanted it any more as its turn came
 */
export function createBoundedCalls<Request>(
  start: (listener: Listener) => Callee<Request>,
  limitMs: number,
): (request: Request, isWanted?: () => boolean) => Promise<unknown> {
  const waiting: Call<Request>[] = [];
  let callee: Callee<Request> | null = null;
  let current: Call<Request> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const next = () => {
    current = waiting.shift() ?? null;
    while (current?.isWanted() === false) {
      current.settle(undefined);
      current = waiting.shift() ?? null;
    }
    if (current === null) return;
    callee ??= started();
    callee.ask(current.request);
    timer = setTimeout(fail, limitMs);
  };
  const settle = (answer: unknown) => {
    clearTimeout(timer);
    current?.settle(answer);
    next();
  };
  const fail = () => {
    callee?.end();
    callee = null;
    settle(null);
  };
  const started = () => {
    const made: Callee<Request> = start({
      answer: (value) => {
        if (made === callee && current !== null) settle(value);
      },
      fail: () => {
        if (made === callee) fail();
      },
    });
    return made;
  };
  return (request, isWanted = () => true) =>
    new Promise((resolve) => {
      waiting.push({ request, isWanted, settle: resolve });
      if (current === null) next();
    });
}

/** A worker as one who is asked. */
export function workerCallee<Request>(worker: Worker, { answer, fail }: Listener): Callee<Request> {
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => answer(data));
  worker.addEventListener('error', fail);
  return { ask: (request) => worker.postMessage(request), end: () => worker.terminate() };
}
