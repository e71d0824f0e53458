import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchInto } from '../../electron/git/transport/fetch.ts';
import { commitAll, git, makeRepo } from '../helpers/git-repo.ts';
import { accessTo, emptyRepo } from '../helpers/git-transport.ts';

test('a folder is fetched from although git packs it anew meanwhile', async () => {
  const source = makeRepo();
  for (const name of ['first', 'second']) {
    writeFileSync(join(source, name), randomBytes(600_000));
    commitAll(source, name);
    git(source, 'repack', '-q');
  }
  const repo = await emptyRepo();
  let repacks = 0;
  const access = accessTo(source, {
    onProgress({ phase }) {
      if (phase !== 'receiving' || repacks > 0) return;
      repacks += 1;
      git(source, 'repack', '-q', '-a', '-d');
    },
  });
  await fetchInto(repo, access, { remote: 'origin' });
  expect(repacks).toBe(1);
  expect(git(repo.dir, 'rev-parse', 'origin/main')).toBe(git(source, 'rev-parse', 'main'));
  git(repo.dir, 'fsck', '--full', '--strict');
});
