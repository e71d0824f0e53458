import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistoryIndex } from '../../electron/git/history.ts';
import { toOid } from '../../electron/git/oid.ts';
import { diffTrees } from '../../electron/git/tree-diff.ts';
import { git, gitWith, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

/** Folders that hold ten times the same folder, eight deep: a hundred million files in some kilobytes. */
function bomb(dir: string, bottom: string): string {
  let line = bottom;
  let tree = '';
  for (let depth = 0; depth < 8; depth += 1) {
    const lines = Array.from({ length: 10 }, (_, number) => `${line}\t${number}.md\n`);
    tree = gitWith(dir, { input: lines.join('') }, 'mktree');
    line = `040000 tree ${tree}`;
  }
  return tree;
}

test('a tree of a hundred million files is refused, not listed to the end', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'x\n' } });
  const repo = await opened(dir);
  const file = bomb(dir, `100644 blob ${git(dir, 'rev-parse', 'HEAD:Home.md')}`);
  const empty = gitWith(dir, { input: '' }, 'mktree');
  const folder = bomb(dir, `040000 tree ${empty}`);
  await expect(diffTrees(repo.objects, null, toOid(folder))).rejects.toMatchObject({
    code: 'LIMIT',
  });
  git(dir, 'update-ref', 'refs/heads/main', git(dir, 'commit-tree', '-m', 'bomb', file));
  const history = openHistoryIndex(repo, join(makeTempDir(), 'history'));
  await expect(history.update()).rejects.toMatchObject({ code: 'LIMIT' });
});
