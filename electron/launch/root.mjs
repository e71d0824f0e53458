import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The project's folder, wherever a command was started from. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (...path) => join(root, ...path);
/** The address to import a built file by; a plain path is none on Windows. */
export const builtModule = (name) => pathToFileURL(inRoot('out', 'main', name)).href;
/** What the launchers remember between runs. Deleting it costs only time. */
export const cacheDir = inRoot('node_modules', '.cache', 'commonplace');
