import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMailmap } from '../../electron/git/mailmap.ts';
import { page, startCore } from '../helpers/core.ts';
import { git, gitWith, makeRepo } from '../helpers/git-repo.ts';

const mailmap = `# Who is who
Ana Lopes <ana@example.org>
<ana@example.org> <ana@old.example.org>
Ana Lopes <ana@example.org> <ANA@work.example.org>
Ben Okoro <ben@example.org> benny <shared@example.org>
Cy <cy@example.org> Cy O. <shared@example.org>
  Spaced Name   <spaced@example.org>   <  odd @example.org>
Twice <first@example.org> <twice@example.org>
Again <twice@example.org>
Nobody <> <nobody@example.org>
no address at all
Open <open@example.org
<lonely@example.org>
No Address <none@example.org> <>
Half <half@example.org> <unclosed
#Hidden <hidden@example.org> <ana@example.org>
`;
const authors = [
  ['ana', 'ana@example.org'],
  ['ana', 'Ana@Example.org'],
  ['Ana', 'ana@old.example.org'],
  ['Ana', 'ana@work.example.org'],
  ['BENNY', 'shared@example.org'],
  ['Cy O.', 'shared@example.org'],
  ['Else', 'shared@example.org'],
  ['x', 'spaced@example.org'],
  ['x', 'twice@example.org'],
  ['x', 'first@example.org'],
  ['x', 'nobody@example.org'],
  ['x', 'open@example.org'],
  ['x', 'lonely@example.org'],
  ['x', 'none@example.org'],
  ['x', 'half@example.org'],
  ['x', 'stranger@example.org'],
] as const;

test('a .mailmap gathers names and addresses as git does', () => {
  const dir = makeRepo({ files: { '.mailmap': mailmap } });
  const person = parseMailmap(mailmap);
  const ours = authors.map(([name, email]) => person({ name, email }));
  const contacts = authors.map(([name, email]) => `${name} <${email}>`);
  expect(ours.map(({ name, email }) => `${name} <${email}>`)).toEqual(
    git(dir, 'check-mailmap', ...contacts).split('\n'),
  );
});

test('a person who writes under two addresses is one in history, blame and recent changes', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'One\n' } });
  const commitAs = (name: string, email: string, text: string) => {
    writeFileSync(join(dir, 'Home.md'), text);
    const env = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email };
    gitWith(dir, { env }, 'commit', '-q', '-a', '-m', text);
  };
  commitAs('ana', 'ana@old.example.org', 'One\n\nTwo\n');
  commitAs('Ana Lopes', 'ana@example.org', 'One\n\nTwo\n\nThree\n');
  const { call, open } = await startCore();
  const wiki = await open(dir);
  const names = async () => {
    const { revisions } = await call('history.page', { wiki, path: page('Home.md'), limit: 2 });
    const { blame } = await call('history.blame', { wiki, path: page('Home.md'), commit: null });
    const { changes } = await call('wiki.recentChanges', { wiki, limit: 2 });
    return [...revisions, ...(blame?.revisions ?? []), ...changes]
      .map(({ author }) => `${author.name} <${author.email}>`)
      .filter((author) => author.toLowerCase().includes('ana'));
  };
  expect(new Set(await names()).size).toBe(2);
  writeFileSync(join(dir, '.mailmap'), 'Ana Lopes <ana@example.org> <ana@old.example.org>\n');
  const mapped = await names();
  expect(mapped.length).toBeGreaterThanOrEqual(6);
  expect(new Set(mapped)).toEqual(new Set(['Ana Lopes <ana@example.org>']));
});
