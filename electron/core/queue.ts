/** Runs asynchronous work one piece at a time, in the order asked. A failure stops only its own piece. */
export interface Queue {
  run<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const mine = last.then(work, work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
