import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxOutputBytes = 256 * 1024 * 1024;

/** A page that both sides of a real merge changed, and what the people who merged made of it. */
export interface MergeCase {
  readonly merge: string;
  readonly path: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** As committed. */
  readonly merged: string;
}

async function git(repo: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', repo, '-c', 'core.quotePath=false', ...args], {
    maxBuffer: maxOutputBytes,
  });
  return stdout;
}

/** The blobs at all paths that differ between two commits, by path. */
async function changedPages(
  repo: string,
  from: string,
  to: string,
): Promise<Map<string, { before: string; after: string }>> {
  const output = await git(repo, ['diff-tree', '-r', '-z', '--diff-filter=M', from, to]);
  const fields = output.split('\0');
  const pages = new Map<string, { before: string; after: string }>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, , before, after] = (fields[at] ?? '').split(' ');
    const path = fields[at + 1] ?? '';
    if (!/\.(md|markdown)$/i.test(path) || before === undefined || after === undefined) continue;
    pages.set(path, { before, after });
  }
  return pages;
}

async function blobOf(repo: string, commit: string, path: string): Promise<string | null> {
  const output = await git(repo, ['ls-tree', '-z', commit, '--', `:(literal)${path}`]);
  return /^100\d+ blob ([0-9a-f]{40})\t/.exec(output)?.[1] ?? null;
}

/** Every merge of two commits with one base in a repo's history, page by page, where both sides changed it. */
export async function* mergeCases(repo: string): AsyncGenerator<MergeCase, void, undefined> {
  const commits = (await git(repo, ['rev-list', '--all', '--merges', '--parents'])).trim();
  for (const line of commits === '' ? [] : commits.split('\n')) {
    const [merge = '', first = '', second = '', ...more] = line.split(' ');
    if (more.length > 0) continue;
    const bases = (await git(repo, ['merge-base', '--all', first, second]).catch(() => '')).trim();
    if (!/^[0-9a-f]{40}$/.test(bases)) continue;
    const [our, their] = await Promise.all([
      changedPages(repo, bases, first),
      changedPages(repo, bases, second),
    ]);
    for (const [path, { before, after }] of our) {
      const other = their.get(path);
      if (other === undefined || other.after === after) continue;
      const result = await blobOf(repo, merge, path);
      if (result === null) continue;
      const text = (oid: string) => git(repo, ['cat-file', 'blob', oid]);
      const [base, ours, theirs, merged] = await Promise.all(
        [before, after, other.after, result].map(text),
      );
      if (base === undefined || ours === undefined) continue;
      if (theirs === undefined || merged === undefined) continue;
      yield { merge, path, base, ours, theirs, merged };
    }
  }
}
