import { tooDeep, type Indexing } from './indexing.ts';
import { readEntryHeader } from './pack-entry.ts';
import { inflateExactly } from './pack-inflate.ts';
import { readExactly } from './pack-scan.ts';
import { malformed } from '../pkt-line.ts';

/** Objects on the way from a base to the delta at hand that are held in memory at most. */
const heldBytes = 96 * 1024 * 1024;

interface Step {
  readonly index: number;
  /** Null when it was given up for room, or is not needed any more. */
  body: Buffer | null;
  nextChild: number;
}

/** Second pass over a pack: resolves every delta that hangs, over any number of steps, on a known object. */
export async function resolveDeltas(indexing: Indexing, fd: number): Promise<void> {
  const { table } = indexing;
  if (table.waiting.size > 0) {
    for (let index = 0; index < table.count; index += 1) {
      const code = table.codes[index] ?? 0;
      if (code !== 0) table.identify(index, code, table.oidAt(index));
    }
  }
  for (let index = 0; index < table.count; index += 1) {
    if ((table.firstChild[index] ?? -1) >= 0 && table.codes[index] !== 0) {
      await resolveOnto(indexing, fd, index, null);
    }
  }
}

/** Resolves all deltas on one object; its body is read from the pack where it is not at hand. */
export async function resolveOnto(
  indexing: Indexing,
  fd: number,
  root: number,
  rootBody: Buffer | null,
): Promise<void> {
  const { table, limits } = indexing;
  const code = table.codes[root] ?? 0;
  const path: Step[] = [{ index: root, body: rootBody, nextChild: table.firstChild[root] ?? -1 }];
  // A resolved delta has a code already: its place in this walk was in an earlier one.
  table.firstChild[root] = -1;
  const rootDepth = table.depthOf(root);
  const bodies = new BodiesOnPath(indexing, fd, path);
  for (let step = path.at(-1); step; step = path.at(-1)) {
    const child = step.nextChild;
    if (child < 0) {
      bodies.release(path.length - 1);
      path.pop();
      continue;
    }
    if (rootDepth + path.length > limits.maxDeltaDepth) throw tooDeep();
    const base = bodies.at(path.length - 1);
    step.nextChild = table.nextSibling[child] ?? -1;
    if (step.nextChild < 0) bodies.release(path.length - 1);
    const body = indexing.apply(base, readDelta(indexing, fd, child));
    indexing.identify(child, code, body);
    const grandchild = table.firstChild[child] ?? -1;
    if (grandchild >= 0) {
      table.firstChild[child] = -1;
      path.push({ index: child, body: null, nextChild: grandchild });
      bodies.hold(path.length - 1, body);
    }
    if (indexing.breather.isDue) await indexing.breathe();
  }
}

/** The bodies along one path of deltas, within a fixed room: the oldest are given up and made anew. */
class BodiesOnPath {
  readonly #indexing: Indexing;
  readonly #fd: number;
  readonly #path: readonly Step[];
  #bytes = 0;

  constructor(indexing: Indexing, fd: number, path: readonly Step[]) {
    this.#indexing = indexing;
    this.#fd = fd;
    this.#path = path;
  }

  at(level: number): Buffer {
    let known = level;
    while (known > 0 && !this.#path[known]?.body) known -= 1;
    let body = this.#path[known]?.body ?? this.#readWhole(known);
    for (let next = known + 1; next <= level; next += 1) {
      const index = this.#path[next]?.index ?? -1;
      body = this.#indexing.apply(body, readDelta(this.#indexing, this.#fd, index));
    }
    if (!this.#path[level]?.body) this.hold(level, body);
    return body;
  }

  hold(level: number, body: Buffer): void {
    const step = this.#path[level];
    if (!step) return;
    step.body = body;
    this.#bytes += body.length;
    for (let oldest = 0; oldest < level && this.#bytes > heldBytes; oldest += 1) {
      this.release(oldest);
    }
  }

  release(level: number): void {
    const step = this.#path[level];
    this.#bytes -= step?.body?.length ?? 0;
    if (step) step.body = null;
  }

  #readWhole(level: number): Buffer {
    const { table } = this.#indexing;
    const chain = [this.#path[level]?.index ?? -1];
    for (let at = chain[0] ?? -1; (at = table.bases[at] ?? -1) >= 0;) chain.push(at);
    let body = readEntry(this.#indexing, this.#fd, chain.pop() ?? -1);
    this.#indexing.spend(body.length);
    for (let at = chain.pop(); at !== undefined; at = chain.pop()) {
      body = this.#indexing.apply(body, readDelta(this.#indexing, this.#fd, at));
    }
    return body;
  }
}

function readDelta(indexing: Indexing, fd: number, index: number): Buffer {
  return indexing.keptDelta(index) ?? readEntry(indexing, fd, index);
}

/** The inflated bytes of an entry as they stand in the pack: a whole object or a delta. */
function readEntry(indexing: Indexing, fd: number, index: number): Buffer {
  const { offsets } = indexing.table;
  const start = offsets[index] ?? 0;
  const bytes = readExactly(fd, start, (offsets[index + 1] ?? 0) - start);
  const header = readEntryHeader(bytes, start);
  const result = inflateExactly(bytes.subarray(header.headerBytes), header.sizeBytes);
  if (result.kind !== 'whole') throw malformed();
  return result.body;
}
