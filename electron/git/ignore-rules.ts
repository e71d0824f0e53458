import ignore, { type Ignore } from 'ignore';
import type { RepositoryConfig } from './config.ts';
import { expandPath, personalConfigDir } from './config.ts';
import { readIfPresent } from './whole-file.ts';

/** The `.gitignore` files that bear on one folder, outermost first. */
export interface FolderRules {
  readonly layers: readonly { readonly prefixLength: number; readonly rules: Ignore }[];
  readonly ignoreCase: boolean;
}

/** The rules for the worktree's root: the person's own, the repository's `info/exclude`, `.gitignore`. */
export async function rootRules(
  repo: { readonly dir: string; readonly gitDir: string },
  config: RepositoryConfig,
): Promise<FolderRules> {
  const ignoreCase = (await config.get('core.ignorecase'))?.toLowerCase() === 'true';
  const personal = (await config.personal()).findLast(({ key }) => key === 'core.excludesfile');
  const chosen = (await config.get('core.excludesfile')) ?? personal?.value;
  const file =
    chosen === undefined || chosen === null || chosen === ''
      ? `${personalConfigDir()}/ignore`
      : expandPath(chosen, repo.dir);
  let rules: FolderRules = { layers: [], ignoreCase };
  rules = withLayer(rules, '', await textOf(file));
  rules = withLayer(rules, '', await textOf(`${repo.gitDir}/info/exclude`));
  return withLayer(rules, '', await textOf(`${repo.dir}/.gitignore`));
}

/** The rules for a folder below: those of its parent and those of its own `.gitignore`. */
export async function folderRules(
  outer: FolderRules,
  dir: string,
  prefix: string,
): Promise<FolderRules> {
  return withLayer(outer, prefix, await textOf(`${dir}/${prefix}.gitignore`));
}

/** Whether git would pass over the path; a folder's path ends with a slash. The innermost rule decides. */
export function isIgnored(rules: FolderRules, path: string): boolean {
  for (let at = rules.layers.length - 1; at >= 0; at -= 1) {
    const layer = rules.layers[at];
    if (layer === undefined) continue;
    const relative = path.slice(layer.prefixLength);
    if (!ignore.isPathValid(relative)) continue;
    const { ignored, unignored } = layer.rules.test(relative);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function withLayer(outer: FolderRules, prefix: string, text: string): FolderRules {
  if (text.trim() === '') return outer;
  const rules = ignore({ ignorecase: outer.ignoreCase }).add(text);
  return { ...outer, layers: [...outer.layers, { prefixLength: prefix.length, rules }] };
}

async function textOf(file: string): Promise<string> {
  // A folder or an unreadable file of that name holds no rules, as in git.
  const bytes = await readIfPresent(file).catch(() => null);
  return bytes?.toString('utf8') ?? '';
}
