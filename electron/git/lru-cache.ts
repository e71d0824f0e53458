/** Keeps the values used last, up to a total of `maxBytes`; a value over a quarter of that is not kept. */
export class LruCache<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly sizeBytes: number }>();
  readonly #maxBytes: number;
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: K, value: V, sizeBytes: number): void {
    const previous = this.#entries.get(key);
    if (previous !== undefined) {
      this.#totalBytes -= previous.sizeBytes;
      this.#entries.delete(key);
    }
    if (sizeBytes > this.#maxBytes / 4) return;
    this.#entries.set(key, { value, sizeBytes });
    this.#totalBytes += sizeBytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#totalBytes <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#totalBytes -= entry.sizeBytes;
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#totalBytes = 0;
  }
}
