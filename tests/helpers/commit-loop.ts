import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitChanges } from '../../electron/git/commit.ts';
import { openRepository } from '../../electron/git/repository.ts';

/** A process of its own: `commit-loop DIR NAME COUNT` makes that many commits, each to its own page. */
const [dir = '', name = '', count = '0'] = process.argv.slice(2);
const repo = await openRepository(dir);
for (let round = 0; round < Number(count); round += 1) {
  const path = `${name}-${round}.md`;
  const content = Buffer.from(`${name} ${round}\n`);
  writeFileSync(join(dir, path), content);
  await commitChanges(repo, {
    changes: [{ path, content }],
    message: `${name} ${round}`,
    author: { name, email: `${name}@example.org` },
    dateMs: 1_720_000_000_000,
  });
}
await repo.close();
