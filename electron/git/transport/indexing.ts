import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/contract/errors.ts';
import { objectHeader } from '../oid.ts';
import type { Breather } from './breather.ts';
import { LinkSet } from './link-set.ts';
import type { TransportLimits } from './limits.ts';
import { typeOfCode, visitLinks } from './object-links.ts';
import type { PackTable } from './pack-table.ts';

const keptDeltaBytes = 64 * 1024 * 1024;

/** What the passes over one received pack share. */
export class Indexing {
  readonly table: PackTable;
  readonly limits: TransportLimits;
  readonly breather: Breather;
  /** Every object that an object of the pack names. */
  readonly links = new LinkSet();
  readonly #deltas = new Map<number, Buffer>();
  readonly #onObjects: (identified: number) => void;
  #deltaBytes = 0;
  #identified = 0;
  #resolvableBytes: number;

  constructor(
    table: PackTable,
    packBytes: number,
    limits: TransportLimits,
    breather: Breather,
    onObjects: (identified: number) => void,
  ) {
    this.table = table;
    this.limits = limits;
    this.breather = breather;
    this.#onObjects = onObjects;
    this.#resolvableBytes = limits.resolvedBytesFloor + packBytes * limits.resolvedBytesPerPackByte;
  }

  identify(index: number, code: number, body: Buffer): void {
    const hash = createHash('sha1');
    hash.update(objectHeader(typeOfCode(code), body.length), 'latin1').update(body);
    this.table.identify(index, code, hash.digest());
    visitLinks(code, body, (bytes, offset, type) => this.links.add(bytes, offset, type));
    this.#identified += 1;
  }

  /** Keeps an inflated delta for the second pass while there is room. */
  keepDelta(index: number, delta: Buffer): void {
    if (this.#deltaBytes + delta.length > keptDeltaBytes) return;
    this.#deltas.set(index, delta);
    this.#deltaBytes += delta.length;
  }

  keptDelta(index: number): Buffer | null {
    return this.#deltas.get(index) ?? null;
  }

  /** Counts work done on deltas: a few kilobytes can be made to unfold for hours. */
  spend(bytes: number): void {
    this.#resolvableBytes -= bytes;
    if (this.#resolvableBytes < 0) {
      throw new AppError('LIMIT', 'What the remote sent unfolds to too much. Nothing was changed.');
    }
  }

  async breathe(): Promise<void> {
    this.#onObjects(this.#identified);
    await this.breather.breathe();
  }
}

export function tooLargeObject(): AppError {
  return new AppError('LIMIT', 'The remote holds a file that is too large. Nothing was changed.');
}
