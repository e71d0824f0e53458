import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from './access.ts';

const sliceMs = 12;

/** Lets the rest of the app run during long computing, and ends it when it was cancelled. */
export class Breather {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isDue(): boolean {
    return performance.now() - this.#since > sliceMs;
  }

  async breathe(): Promise<void> {
    await setImmediate();
    throwIfCancelled(this.#signal);
    this.#since = performance.now();
  }
}
