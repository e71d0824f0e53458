import { writeSync } from 'node:fs';
import { perform, type Task } from './operations.ts';

/** A process of its own that does one task, and says on standard output how far it is. */
const task = JSON.parse(process.argv[2] ?? '') as Task;
await perform(task, (message) => {
  writeSync(1, `${JSON.stringify(message)}\n`);
});
