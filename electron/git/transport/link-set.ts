/** A growing set of 20 byte object ids, each with the type numbers under which it was named. */
export class LinkSet {
  #slots = 1024;
  #ids = new Uint8Array(this.#slots * 20);
  /** Bit n: named as type n. Zero: the slot is free. */
  #codes = new Uint8Array(this.#slots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array, offset: number, code: number): void {
    const slot = this.#find(bytes, offset);
    const codes = this.#codes[slot] ?? 0;
    if (codes === 0) {
      this.#put(slot, bytes, offset, 1 << code);
      if (this.#size * 3 > this.#slots * 2) this.#grow();
    } else {
      this.#codes[slot] = codes | (1 << code);
    }
  }

  /** `codes` has bit n set for every type n; the bytes are only valid during the call. */
  *entries(): Generator<{ readonly id: Uint8Array; readonly codes: number }> {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const codes = this.#codes[slot] ?? 0;
      if (codes !== 0) yield { id: this.#ids.subarray(slot * 20, slot * 20 + 20), codes };
    }
  }

  #put(slot: number, bytes: Uint8Array, offset: number, codes: number): void {
    for (let index = 0; index < 20; index += 1) {
      this.#ids[slot * 20 + index] = bytes[offset + index] ?? 0;
    }
    this.#codes[slot] = codes;
    this.#size += 1;
  }

  /** The id's slot, or the free one where it belongs. */
  #find(bytes: Uint8Array, offset: number): number {
    // Ids are hashes already. The last bytes: a server could mine many equal first ones cheaply
    // only by mining whole objects, either way.
    const a = bytes[offset + 16] ?? 0;
    const b = bytes[offset + 17] ?? 0;
    const c = bytes[offset + 18] ?? 0;
    const d = bytes[offset + 19] ?? 0;
    const mask = this.#slots - 1;
    let slot = ((a << 24) | (b << 16) | (c << 8) | d) & mask;
    while (this.#codes[slot] !== 0 && !this.#isAt(slot, bytes, offset)) slot = (slot + 1) & mask;
    return slot;
  }

  #isAt(slot: number, bytes: Uint8Array, offset: number): boolean {
    const start = slot * 20;
    for (let index = 0; index < 20; index += 1) {
      if (this.#ids[start + index] !== bytes[offset + index]) return false;
    }
    return true;
  }

  #grow(): void {
    const ids = this.#ids;
    const codes = this.#codes;
    this.#slots *= 2;
    this.#ids = new Uint8Array(this.#slots * 20);
    this.#codes = new Uint8Array(this.#slots);
    this.#size = 0;
    for (let slot = 0; slot < codes.length; slot += 1) {
      const code = codes[slot] ?? 0;
      if (code !== 0) this.#put(this.#find(ids, slot * 20), ids, slot * 20, code);
    }
  }
}
