import type { Random } from '../random.ts';
import { parking } from './parking.ts';
import { shaping } from './shaping.ts';
import type { Stage } from './stage.ts';
import { writing } from './writing.ts';

/** Something a writer does; where, and with what, is random. It may find nothing to do. */
export type Act = (stage: Stage, random: Random) => void;

const past: Readonly<Record<string, Act>> = {
  undo: (stage, random) => {
    for (let steps = 1 + random.below(3); steps > 0; steps -= 1) stage.undo();
  },
  redo: (stage, random) => {
    for (let steps = 1 + random.below(3); steps > 0; steps -= 1) stage.redo();
  },
};

export const acts: Readonly<Record<string, Act>> = {
  ...writing,
  ...shaping,
  ...parking,
  ...past,
};
/** Those that are a person's. */
export const actNames: readonly string[] = Object.keys({ ...writing, ...shaping, ...past });
