import { Attributes } from './attributes.ts';
import { storedForm } from './convert.ts';
import type { Repository } from './repository.ts';
import { readIfPresent } from './whole-file.ts';

/** Those of the files that only git with its filters (as Git LFS) can record. */
export async function pathsLeftToGit(
  repo: Repository,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const attributes = new Attributes(repo);
  const left = new Set<string>();
  for (const path of paths) {
    const conversion = await attributes.conversionOf(path);
    if (conversion.kind !== 'filter') continue;
    const bytes = await readIfPresent(`${repo.dir}/${path}`);
    if (bytes === null) continue;
    const stored = await storedForm(bytes, conversion, () => Promise.resolve(null));
    if (stored === null) left.add(path);
  }
  return left;
}
