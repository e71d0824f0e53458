import type { Oid } from '../../shared/contract/values.ts';
import { damaged } from './limits.ts';
import type { ObjectSink, ObjectStore } from './object-store.ts';
import { hashObject, type ObjectType } from './oid.ts';

/**
 * Lets `work` write objects without waiting for each: a commit's file, folders and itself reach the
 * disk at the same time. All of them are there when this returns; when one fails, so does this.
 */
export async function writeTogether<Result>(
  objects: ObjectStore,
  work: (sink: ObjectSink) => Promise<Result>,
): Promise<Result> {
  const sink = new WritesUnderWay(objects);
  try {
    return await work(sink);
  } finally {
    await sink.settled();
  }
}

class WritesUnderWay implements ObjectSink {
  readonly #store: ObjectStore;
  readonly #bodies = new Map<Oid, { readonly type: ObjectType; readonly body: Uint8Array }>();
  readonly #failures: Promise<{ readonly reason: unknown } | null>[] = [];

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  async readAs(type: ObjectType, oid: Oid): Promise<Uint8Array> {
    const own = this.#bodies.get(oid);
    if (own === undefined) return this.#store.readAs(type, oid);
    if (own.type !== type) throw damaged(`object ${oid} is a ${own.type}, not a ${type}`);
    return own.body;
  }

  write(type: ObjectType, body: Uint8Array): Promise<Oid> {
    const oid = hashObject(type, body);
    if (!this.#bodies.has(oid)) {
      this.#bodies.set(oid, { type, body });
      const written = this.#store.write(type, body, oid);
      this.#failures.push(
        written.then(
          () => null,
          (reason: unknown) => ({ reason }),
        ),
      );
    }
    return Promise.resolve(oid);
  }

  async settled(): Promise<void> {
    const failures = await Promise.all(this.#failures);
    for (const failure of failures) if (failure !== null) throw failure.reason;
  }
}
