import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { merge as lineMerge } from 'node-diff3';
import { mergePage } from '../../../shared/merge/merge-page.ts';

/** Joins two edits of a text; null when a person would have to choose. */
export type MergeEngine = (base: string, ours: string, theirs: string) => string | null;

export const commonplaceEngine: MergeEngine = (base, ours, theirs) => {
  const merge = mergePage(base, ours, theirs);
  return merge.kind === 'merged' ? merge.text : null;
};

export const nodeDiff3Engine: MergeEngine = (base, ours, theirs) => {
  const merge = lineMerge(ours.split('\n'), base.split('\n'), theirs.split('\n'), {
    excludeFalseConflicts: true,
  });
  return merge.conflict ? null : merge.result.join('\n');
};

/** @param dir an empty folder for the three files */
export function gitEngine(dir: string): MergeEngine {
  const files = ['ours', 'base', 'theirs'].map((name) => join(dir, name));
  return (base, ours, theirs) => {
    for (const [index, text] of [ours, base, theirs].entries()) {
      writeFileSync(files[index] ?? '', text);
    }
    const { status, stdout } = spawnSync('git', ['merge-file', '-p', '-q', ...files], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    return status === 0 ? stdout : null;
  };
}
