import { AppError } from '../../../shared/contract/errors.ts';

/** Calls `onExpired` once when nothing happens for `idleMs`, or when `totalMs` are over. */
export class Watchdog {
  readonly #idleMs: number;
  readonly #expire: () => void;
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(
    limits: { readonly idleMs: number; readonly totalMs: number },
    host: string,
    onExpired: (reason: AppError) => void,
  ) {
    this.#idleMs = limits.idleMs;
    this.#expire = () => {
      this.stop();
      onExpired(new AppError('NETWORK', `${host} stopped answering. Try again later.`));
    };
    this.#total = setTimeout(this.#expire, limits.totalMs);
    this.touch();
  }

  /** Something came or went on the wire. */
  touch(): void {
    if (this.#isStopped) return;
    if (this.#idle) this.#idle.refresh();
    else this.#idle = setTimeout(this.#expire, this.#idleMs);
  }

  /** We are the slow ones now: only the total time runs on. */
  pause(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
  }

  stop(): void {
    this.#isStopped = true;
    this.pause();
    clearTimeout(this.#total);
  }
}
