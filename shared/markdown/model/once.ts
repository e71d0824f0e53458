/** What is made of an object, the first time; of what was made, itself. */
export type Once<Value extends object> = (from: Value, make: () => Value) => Value;

/** Remembers what was made of each object as long as that is there. Objects must never change. */
export function createOnce<Value extends object>(): Once<Value> {
  const known = new WeakMap<Value, Value>();
  return (from, make) => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const made = make();
    known.set(from, made);
    known.set(made, made);
    return made;
  };
}
