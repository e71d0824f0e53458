// Drafts of editors that were left, on their way to the core.
const leaving = new Set<Promise<unknown>>();

/** Says that an editor was left and what it held is being kept. */
export function noteLeaving(kept: Promise<unknown>): void {
  const settled = kept
    .catch(() => undefined)
    .then(() => {
      leaving.delete(settled);
    });
  leaving.add(settled);
}

/** Until all that was left is kept: who opens a page sooner is offered an older draft. */
export async function allKept(): Promise<void> {
  await Promise.all(leaving);
}
