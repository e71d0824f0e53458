interface Entry<K, V> {
  readonly key: K;
  readonly value: V;
  readonly sizeBytes: number;
  older: Entry<K, V> | null;
  newer: Entry<K, V> | null;
}

/** Keeps the values used last, up to a total of `maxBytes`; a value over a quarter of that is not kept. */
export class LruCache<K, V> {
  // Linked by hand: a Map that is emptied from its front walks over all that is gone, each time.
  readonly #entries = new Map<K, Entry<K, V>>();
  readonly #maxBytes: number;
  #oldest: Entry<K, V> | null = null;
  #newest: Entry<K, V> | null = null;
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#append(entry);
    }
    return entry.value;
  }

  set(key: K, value: V, sizeBytes: number): void {
    const previous = this.#entries.get(key);
    if (previous !== undefined) this.#remove(previous);
    if (sizeBytes > this.#maxBytes / 4) return;
    const entry = { key, value, sizeBytes, older: null, newer: null };
    this.#entries.set(key, entry);
    this.#append(entry);
    this.#totalBytes += sizeBytes;
    while (this.#totalBytes > this.#maxBytes && this.#oldest !== null) this.#remove(this.#oldest);
  }

  clear(): void {
    this.#entries.clear();
    this.#oldest = null;
    this.#newest = null;
    this.#totalBytes = 0;
  }

  #remove(entry: Entry<K, V>): void {
    this.#unlink(entry);
    this.#entries.delete(entry.key);
    this.#totalBytes -= entry.sizeBytes;
  }

  #append(entry: Entry<K, V>): void {
    entry.older = this.#newest;
    entry.newer = null;
    if (this.#newest === null) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink(entry: Entry<K, V>): void {
    if (entry.older === null) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
  }
}
