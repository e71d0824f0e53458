import { AppError } from '../../shared/contract/errors.ts';

// eslint-disable-next-line no-control-regex -- git forbids control characters in names of refs
const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|[./]$|^\//;
const pseudoRef = /^[A-Z][A-Z_]*$/;

/** The rules of `git check-ref-format`, for full names: `refs/…` or one like `HEAD`. */
export function isRefName(name: string): boolean {
  if (pseudoRef.test(name)) return true;
  return (
    name.startsWith('refs/') && name.length <= 1_000 && name.isWellFormed() && !forbidden.test(name)
  );
}

/** Refuses a name that git would refuse, before it becomes a path on disk. */
export function checkRefName(name: string): void {
  if (isRefName(name)) return;
  throw new AppError('BAD_INPUT', `"${name}" is no name that a branch can have.`, { ref: name });
}
