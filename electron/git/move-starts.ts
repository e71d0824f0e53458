/**
 * Copies where entries start, each moved by as many bytes. Of 41,000 entries mostly one changed, and
 * not in length: the others are then copied as they are.
 */
export function moveStarts(from: Int32Array, to: Int32Array, at: number, by: number): void {
  to.set(from, at);
  if (by === 0) return;
  for (let index = at; index < at + from.length; index += 1) to[index] = (to[index] ?? 0) + by;
}
