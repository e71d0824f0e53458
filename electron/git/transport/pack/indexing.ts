import { AppError } from '../../../../shared/contract/errors.ts';
import { applyDelta } from '../../delta.ts';
import { hashObject } from '../../oid.ts';
import type { Breather } from '../breather.ts';
import { LinkSet } from './link-set.ts';
import type { TransportLimits } from '../limits.ts';
import { addLinks, typeOfCode } from './object-links.ts';
import type { PackTable } from './pack-table.ts';
import { malformed } from '../pkt-line.ts';

const keptDeltaBytes = 64 * 1024 * 1024;
const keptBodyBytes = 32 * 1024 * 1024;

/** What the passes over one received pack share. */
export class Indexing {
  readonly table: PackTable;
  readonly limits: TransportLimits;
  readonly breather: Breather;
  /** Every object that an object of the pack names. */
  readonly links = new LinkSet();
  readonly #deltas = new Map<number, Buffer>();
  readonly #bodies: (Buffer | null)[] = [];
  readonly #onObjects: (identified: number) => void;
  #deltaBytes = 0;
  #bodyBytes = 0;
  #oldestBody = 0;
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
    this.table.identify(index, code, hashObject(typeOfCode(code), body));
    addLinks(code, body, this.links);
    this.#identified += 1;
  }

  /** Makes an object out of its base and a delta. */
  apply(base: Buffer, delta: Buffer): Buffer {
    let body: Buffer;
    try {
      body = applyDelta(base, delta, this.limits.maxObjectBytes);
    } catch (error) {
      // The delta came from the remote: it is not our repo that is damaged.
      throw error instanceof AppError && error.code === 'REPO_DAMAGED' ? malformed(error) : error;
    }
    this.spend(body.length);
    return body;
  }

  /** Keeps an object that the next deltas may build on, in the order of the pack; the oldest make room. */
  keepBody(index: number, body: Buffer): void {
    if (body.length > keptBodyBytes / 4) return;
    this.#bodies[index] = body;
    this.#bodyBytes += body.length;
    for (; this.#bodyBytes > keptBodyBytes; this.#oldestBody += 1) {
      this.#bodyBytes -= this.#bodies[this.#oldestBody]?.length ?? 0;
      this.#bodies[this.#oldestBody] = null;
    }
  }

  keptBody(index: number): Buffer | null {
    return this.#bodies[index] ?? null;
  }

  forgetBodies(): void {
    this.#bodies.length = 0;
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

export function tooDeep(): AppError {
  return new AppError('LIMIT', 'What the remote sent is nested too deeply. Nothing was changed.');
}

export function tooLargeObject(): AppError {
  return new AppError('LIMIT', 'The remote holds a file that is too large. Nothing was changed.');
}
