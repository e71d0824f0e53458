/** A sorted list of terms in two typed arrays: exact, prefix and fuzzy look-up without an object a term. */
export class TermDictionary {
  readonly size: number;
  readonly #units: Uint16Array;
  readonly #starts: Uint32Array;

  /** @param units all terms end to end, sorted by code unit; @param starts where each begins, and the end */
  constructor(units: Uint16Array, starts: Uint32Array) {
    this.#units = units;
    this.#starts = starts;
    this.size = starts.length - 1;
  }

  termAt(index: number): string {
    return String.fromCharCode(...this.#units.subarray(this.#start(index), this.#start(index + 1)));
  }

  /** The term's index, or -1. */
  indexOf(term: string): number {
    const index = this.#lowerBound(term);
    return index < this.size &&
      this.#lengthAt(index) === term.length &&
      this.#compare(index, term) === 0
      ? index
      : -1;
  }

  /** The range of terms that begin with `prefix`: `from` included, `to` not. */
  rangeOf(prefix: string): { from: number; to: number } {
    const from = this.#lowerBound(prefix);
    let low = from;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, prefix) > 0) high = middle;
      else low = middle + 1;
    }
    return { from, to: low };
  }

  /**
   * Every term at most `max` edits from `word`, as the rows of the edit table are shared by
   * neighbours with a common beginning, and beginnings that are already too far are jumped over.
   */
  near(word: string, max: number): { index: number; distance: number }[] {
    const found: { index: number; distance: number }[] = [];
    const width = word.length + 1;
    const deepest = word.length + max;
    const rows = new Uint8Array((deepest + 2) * width);
    for (let column = 0; column < width; column += 1) rows[column] = column;
    const path = new Uint16Array(deepest + 1);
    let depth = 0;
    let index = 0;
    while (index < this.size) {
      const start = this.#start(index);
      const length = this.#start(index + 1) - start;
      let level = 0;
      while (level < depth && level < length && path[level] === this.#units[start + level])
        level += 1;
      let isTooFar = false;
      while (level < length) {
        if (level >= deepest) {
          isTooFar = true;
          break;
        }
        const unit = this.#units[start + level] ?? 0;
        const best = fillRow(rows, level, width, word, unit);
        path[level] = unit;
        level += 1;
        if (best > max) {
          isTooFar = true;
          break;
        }
      }
      depth = level;
      if (isTooFar) {
        index = this.#afterBeginning(index, level);
        continue;
      }
      const distance = rows[level * width + word.length] ?? max + 1;
      if (distance <= max) found.push({ index, distance });
      index += 1;
    }
    return found;
  }

  #start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  #lengthAt(index: number): number {
    return this.#start(index + 1) - this.#start(index);
  }

  /** Compares the beginning of a term with `text`: 0 when the term begins with it. */
  #compare(index: number, text: string): number {
    const start = this.#start(index);
    const length = this.#lengthAt(index);
    for (let at = 0; at < text.length; at += 1) {
      if (at >= length) return -1;
      const difference = (this.#units[start + at] ?? 0) - text.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #lowerBound(text: string): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, text) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first term after `index` that does not share its first `length` units. */
  #afterBeginning(index: number, length: number): number {
    const start = this.#start(index);
    const sharesBeginning = (other: number): boolean => {
      const otherStart = this.#start(other);
      if (this.#start(other + 1) - otherStart < length) return false;
      for (let at = 0; at < length; at += 1) {
        if (this.#units[otherStart + at] !== this.#units[start + at]) return false;
      }
      return true;
    };
    // Groups are mostly small: step out in growing strides, then search inside the last one.
    let low = index + 1;
    let stride = 1;
    while (low + stride < this.size && sharesBeginning(low + stride)) {
      low += stride;
      stride *= 2;
    }
    let high = Math.min(this.size, low + stride);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sharesBeginning(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Fills the row after `level` of the edit table for one more letter; returns its smallest value. */
function fillRow(
  rows: Uint8Array,
  level: number,
  width: number,
  word: string,
  unit: number,
): number {
  const above = level * width;
  const row = above + width;
  let best = level + 1;
  rows[row] = best;
  for (let column = 1; column < width; column += 1) {
    const cost = word.charCodeAt(column - 1) === unit ? 0 : 1;
    const value = Math.min(
      (rows[above + column - 1] ?? 0) + cost,
      (rows[above + column] ?? 0) + 1,
      (rows[row + column - 1] ?? 0) + 1,
    );
    rows[row + column] = value;
    if (value < best) best = value;
  }
  return best;
}

/** A dictionary of terms that are sorted by code unit. */
export function dictionaryOf(sorted: readonly string[]): TermDictionary {
  const starts = new Uint32Array(sorted.length + 1);
  sorted.forEach((term, index) => {
    starts[index + 1] = (starts[index] ?? 0) + term.length;
  });
  const units = new Uint16Array(starts[sorted.length] ?? 0);
  sorted.forEach((term, index) => {
    const start = starts[index] ?? 0;
    for (let at = 0; at < term.length; at += 1) units[start + at] = term.charCodeAt(at);
  });
  return new TermDictionary(units, starts);
}
