import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles the programs that are killed into a folder; the short runs of the tests use it. */
export async function bundlePrograms(
  outDir: string,
): Promise<{ readonly crash: string; readonly writer: string }> {
  const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
  await build({ configFile, build: { outDir } });
  return { crash: join(outDir, 'crash-program.mjs'), writer: join(outDir, 'writer-program.mjs') };
}
