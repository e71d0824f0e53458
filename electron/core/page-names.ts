import { freePath, nameForTitle } from '../../shared/wiki/names.ts';
import {
  folderOf,
  toPagePath,
  withoutPageExtension,
  type PagePath,
} from '../../shared/wiki/page-path.ts';
import { treePathProblem } from '../../shared/wiki/path-policy.ts';
import type { Catalogue } from './catalogue.ts';

export interface BadName {
  readonly kind: 'badName';
  readonly reason: string;
  readonly suggestion: PagePath | null;
}

/** The nearest path that every system can hold; null when nothing of the name is left. */
function legalPath(path: string): PagePath | null {
  const segments = withoutPageExtension(path)
    .split('/')
    .filter((segment) => /[^.\s]/.test(segment))
    .map(nameForTitle);
  const legal = toPagePath(`${segments.join('/')}.md`);
  return segments.length > 0 && legal !== null && treePathProblem(legal) === null ? legal : null;
}

function suggestion(catalogue: Catalogue, path: string): PagePath | null {
  const legal = legalPath(path);
  if (legal === null) return null;
  return freePath(legal, (taken) => catalogue.has(taken) || catalogue.clashOf(taken) !== null);
}

/** Why a page can't be made at `path`; null when it can. A page that is there already is no problem here. */
export function newPathProblem(catalogue: Catalogue, path: PagePath): BadName | null {
  const problem = treePathProblem(path);
  const clash = catalogue.clashOf(path);
  if (problem === null && clash === null) return null;
  const reason =
    problem === null
      ? `“${clash ?? ''}” exists already, and on Windows and macOS both names are the same file.`
      : `This name can't be used: ${problem}.`;
  return { kind: 'badName', reason, suggestion: suggestion(catalogue, path) };
}

/** Where a page of this title goes: beside `near`, or in the folders that the title names with `/`. */
export function pathForTitle(
  catalogue: Catalogue,
  title: string,
  near: PagePath | null,
): { kind: 'free' | 'taken'; path: PagePath } | BadName {
  const folder = near === null || title.includes('/') ? '' : `${folderOf(near)}/`;
  const path = legalPath(`${folder}${title.trim()}.md`);
  if (path === null) {
    const reason = 'A page needs a name with at least one letter or digit, not too long.';
    return { kind: 'badName', reason, suggestion: null };
  }
  const clash = catalogue.clashOf(path);
  const taken = catalogue.has(path) || clash === null ? path : (toPagePath(clash) ?? path);
  return { kind: catalogue.has(taken) ? 'taken' : 'free', path: taken };
}
