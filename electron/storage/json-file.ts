import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { writeAtomic } from './atomic-write.ts';
import { isErrno } from './path-jail.ts';

/** A small JSON file of the app's own. What does not fit the schema reads as `fallback`: it is a cache or a taste. */
export interface JsonFile<Value> {
  read(): Promise<Value>;
  write(value: Value): Promise<void>;
  remove(): Promise<void>;
}

export function jsonFile<Value>(
  file: string,
  schema: z.ZodType<Value>,
  fallback: Value,
): JsonFile<Value> {
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (isErrno(error, 'ENOENT', 'ENOTDIR')) return fallback;
        throw error;
      }
      try {
        const parsed = schema.safeParse(JSON.parse(text));
        return parsed.success ? parsed.data : fallback;
      } catch {
        return fallback; // not JSON: half-written by something else
      }
    },
    write: (value) =>
      writeAtomic(file, JSON.stringify(value, null, 1), dirname(file), { mode: 0o600 }),
    remove: () => rm(file, { force: true }),
  };
}
