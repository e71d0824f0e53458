const idBytes = 20;

/** A growing set of 20 byte object ids, each with the type numbers under which it was named. */
export class LinkSet {
  readonly #hexBytes = Buffer.alloc(idBytes);
  readonly #hexView = viewOf(this.#hexBytes);
  #slots = 1024;
  #ids = new Uint8Array(this.#slots * idBytes);
  #view = viewOf(this.#ids);
  /** Bit n: named as type n. Zero: the slot is free. */
  #codes = new Uint8Array(this.#slots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(bytes: DataView, offset: number, code: number): void {
    const slot = this.#find(bytes, offset);
    const codes = this.#codes[slot] ?? 0;
    if (codes === 0) {
      this.#put(slot, bytes, offset, 1 << code);
      if (this.#size * 3 > this.#slots * 2) this.#grow();
    } else {
      this.#codes[slot] = codes | (1 << code);
    }
  }

  addHex(id: string, code: number): void {
    this.#hexBytes.write(id, 'hex');
    this.add(this.#hexView, 0, code);
  }

  /** `codes` has bit n set for every type n; the bytes are only valid during the call. */
  *entries(): Generator<{ readonly id: Uint8Array; readonly codes: number }> {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const codes = this.#codes[slot] ?? 0;
      const start = slot * idBytes;
      if (codes !== 0) yield { id: this.#ids.subarray(start, start + idBytes), codes };
    }
  }

  #put(slot: number, bytes: DataView, offset: number, codes: number): void {
    for (let at = 0; at < idBytes; at += 4) {
      this.#view.setInt32(slot * idBytes + at, bytes.getInt32(offset + at));
    }
    this.#codes[slot] = codes;
    this.#size += 1;
  }

  /** The id's slot, or the free one where it belongs. */
  #find(bytes: DataView, offset: number): number {
    // Ids are hashes already. The last bytes: a server could mine many equal first ones cheaply
    // only by mining whole objects, either way.
    const last = bytes.getInt32(offset + 16);
    const mask = this.#slots - 1;
    let slot = last & mask;
    while (this.#codes[slot] !== 0 && !this.#isAt(slot, bytes, offset)) slot = (slot + 1) & mask;
    return slot;
  }

  #isAt(slot: number, bytes: DataView, offset: number): boolean {
    const start = slot * idBytes;
    const view = this.#view;
    for (let at = 0; at < idBytes; at += 4) {
      if (view.getInt32(start + at) !== bytes.getInt32(offset + at)) return false;
    }
    return true;
  }

  #grow(): void {
    const old = this.#view;
    const codes = this.#codes;
    this.#slots *= 2;
    this.#ids = new Uint8Array(this.#slots * idBytes);
    this.#view = viewOf(this.#ids);
    this.#codes = new Uint8Array(this.#slots);
    this.#size = 0;
    for (let slot = 0; slot < codes.length; slot += 1) {
      const code = codes[slot] ?? 0;
      const start = slot * idBytes;
      if (code !== 0) this.#put(this.#find(old, start), old, start, code);
    }
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
