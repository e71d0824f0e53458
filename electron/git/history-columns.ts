import { asBuffer } from './oid.ts';

type Numbers = Int32Array | Uint16Array | Float64Array | Uint8Array;

/** Numbers side by side in memory that grows: a large wiki has hundreds of thousands of changes. */
export class Column<Kind extends Numbers> {
  readonly #make: (length: number) => Kind;
  #values: Kind;
  #view: Buffer;
  length = 0;

  constructor(make: (length: number) => Kind) {
    this.#make = make;
    this.#values = make(256);
    this.#view = viewOf(this.#values);
  }

  /** 0 past the end. */
  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  push(value: number): void {
    this.#reserve(1);
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** Sets a number, also past the end: what is between is 0. */
  set(index: number, value: number): void {
    if (index >= this.length) {
      this.#reserve(index + 1 - this.length);
      this.#values.fill(0, this.length, index);
      this.length = index + 1;
    }
    this.#values[index] = value;
  }

  /** A view of the numbers from `start` to `end`, good until the next one is added. */
  bytes(start: number, end: number): Buffer {
    const width = this.#values.BYTES_PER_ELEMENT;
    return this.#view.subarray(start * width, end * width);
  }

  /** Adds some of the values; zeros when there are none. A copy of a few by hand needs no view of them. */
  pushPart(values: ArrayLike<number> | null, start: number, count: number): void {
    this.#reserve(count);
    const own = this.#values;
    const end = this.length;
    for (let at = 0; at < count; at += 1) own[end + at] = values?.[start + at] ?? 0;
    this.length += count;
  }

  /** Adds numbers as `bytes` gave them. */
  pushBytes(bytes: Uint8Array): void {
    const count = bytes.length / this.#values.BYTES_PER_ELEMENT;
    this.#reserve(count);
    this.length += count;
    this.#view.set(bytes, (this.length - count) * this.#values.BYTES_PER_ELEMENT);
  }

  #reserve(count: number): void {
    if (this.length + count <= this.#values.length) return;
    const larger = this.#make(Math.max(this.#values.length * 2, this.length + count));
    larger.set(this.#values);
    this.#values = larger;
    this.#view = viewOf(larger);
  }
}

function viewOf(values: Numbers): Buffer {
  return asBuffer(new Uint8Array(values.buffer));
}

export const int32Column = () => new Column((length) => new Int32Array(length));
export const uint16Column = () => new Column((length) => new Uint16Array(length));
export const float64Column = () => new Column((length) => new Float64Array(length));
export const byteColumn = () => new Column((length) => new Uint8Array(length));
