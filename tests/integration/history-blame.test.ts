import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Blame } from '../../shared/contract/methods-history.ts';
import { page, startCore } from '../helpers/core.ts';
import { git, gitWith, makeRepo, writeFiles } from '../helpers/git-repo.ts';

let clock = 0;

/** Commits as a person of that name, a minute after the commit before. */
function commitAs(dir: string, name: string, files: Readonly<Record<string, string>>): string {
  clock += 60;
  const date = `${1_720_000_000 + clock} +0000`;
  writeFiles(dir, files);
  git(dir, 'add', '-A');
  const env = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: `${name.toLowerCase()}@example.org`,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  gitWith(dir, { env }, 'commit', '-q', '-m', `${name} writes`);
  return git(dir, 'rev-parse', 'HEAD');
}

async function blameOf(dir: string, path: string, commit: string | null = null): Promise<Blame> {
  const core = await startCore();
  const wiki = await core.open(dir);
  const { blame } = await core.call('history.blame', {
    wiki,
    path: page(path),
    commit: commit,
  });
  if (blame === null) throw new Error(`no blame of ${path}`);
  return blame;
}

function textOf(blame: Blame): string {
  return blame.blocks.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('');
}

/** By line: its one commit, or null where words of several stand in it. */
function commitsByLine(blame: Blame): (string | null)[] {
  const owners: Set<string>[] = [new Set()];
  for (const { text, by } of blame.blocks.flatMap(({ pieces }) => pieces)) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) owners.push(new Set());
      if (part.trim() !== '') owners.at(-1)?.add(blame.revisions[by]?.commit ?? '');
    }
  }
  return owners.map((found) => (found.size === 1 ? ([...found][0] ?? null) : null));
}

function gitBlame(dir: string, path: string): { readonly commit: string; readonly text: string }[] {
  const lines = git(dir, 'blame', '--line-porcelain', '--', path).split('\n');
  const found: { commit: string; text: string }[] = [];
  let commit = '';
  for (const line of lines) {
    const [, oid] = /^([0-9a-f]{40}) \d+ \d+/.exec(line) ?? [];
    if (oid !== undefined) commit = oid;
    else if (line.startsWith('\t')) found.push({ commit, text: line.slice(1) });
  }
  return found;
}

test('a line that one commit wrote is named as git blame names it', async () => {
  const dir = makeRepo({ files: { 'other.md': 'x\n' } });
  const lines = Array.from(
    { length: 12 },
    (_, index) => `Line ${index} of the beginning, born${index}.`,
  );
  commitAs(dir, 'Ada', { 'a.md': `${lines.join('\n\n')}\n` });
  for (let round = 0; round < 25; round += 1) {
    const at = (round * 7) % lines.length;
    if (round % 3 === 0) lines.splice(at, 0, `New${round} words${round} come${round} in${round}.`);
    else if (round % 3 === 1) lines[at] = `Rewritten${round} wholly${round} anew${round}.`;
    else lines.splice(at, 1);
    commitAs(dir, ['Ada', 'Bela', 'Cyd'][round % 3] ?? '', { 'a.md': `${lines.join('\n\n')}\n` });
  }
  const blame = await blameOf(dir, 'a.md');
  const ours = commitsByLine(blame);
  const wanted = gitBlame(dir, 'a.md');
  expect(textOf(blame)).toBe(`${lines.join('\n\n')}\n`);
  expect(blame.isComplete).toBe(true);
  for (const [index, { commit, text }] of wanted.entries()) {
    if (text !== '') expect(`${ours[index] ?? ''} ${text}`).toBe(`${commit} ${text}`);
  }
  expect(wanted.length).toBeGreaterThan(10);
});

test('a word that came by a merge belongs to the side that wrote it, through renames on either side', async () => {
  const text =
    'The pond is deep and old.\n\nFrogs live in it all the year.\n\nNobody swims there.\n';
  const dir = makeRepo({ files: { 'pond.md': text } });
  const base = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'switch', '-q', '-c', 'side');
  git(dir, 'mv', 'pond.md', 'lake.md');
  const renamed = commitAs(dir, 'Bela', { 'lake.md': text.replace('pond', 'lake') });
  git(dir, 'switch', '-q', 'main');
  const edited = commitAs(dir, 'Ada', { 'pond.md': text.replace('Nobody', 'Everybody') });
  git(dir, 'merge', '-q', '--no-edit', 'side');
  git(dir, 'switch', '-q', 'side');
  git(dir, 'merge', '-q', '--ff-only', 'main');
  for (const path of ['lake.md']) {
    const blame = await blameOf(dir, path);
    const owner = (word: string) =>
      blame.blocks
        .flatMap(({ pieces }) => pieces)
        .filter((piece) => piece.text.includes(word))
        .map((piece) => blame.revisions[piece.by]?.commit);
    expect(owner('lake')).toEqual([renamed]);
    expect(owner('Everybody')).toEqual([edited]);
    expect(owner('Frogs')).toEqual([base]);
    expect(blame.revisions).toHaveLength(3);
  }
});

test('an older version can be asked for, by its commit, under the name of today', async () => {
  const dir = makeRepo({ files: { 'a.md': 'First words of the page stand here.\n' } });
  const before = commitAs(dir, 'Bela', {
    'a.md': 'First words of the page stand here, said Bela.\n',
  });
  git(dir, 'mv', 'a.md', 'b.md');
  commitAs(dir, 'Cyd', { 'b.md': 'First words of the page stand here, said Bela and Cyd.\n' });
  const blame = await blameOf(dir, 'b.md', before);
  expect(textOf(blame)).toBe('First words of the page stand here, said Bela.\n');
  expect(blame.revisions.map(({ author }) => author.name).sort()).toEqual(['Ada Writer', 'Bela']);
});

test('a page that is no text or in no version has no blame, and one not yet saved none of its changes', async () => {
  const dir = makeRepo({
    files: { 'a.md': 'Saved.\n', 'bytes.md': new Uint8Array([0xff, 0xfe, 0]) },
  });
  writeFileSync(join(dir, 'new.md'), 'new\n');
  const core = await startCore();
  const wiki = await core.open(dir);
  for (const path of ['bytes.md', 'new.md', 'never.md']) {
    expect(await core.call('history.blame', { wiki, path: page(path) }), path).toEqual({
      blame: null,
    });
  }
  writeFileSync(join(dir, 'a.md'), 'Saved. Not saved.\n');
  const { blame } = await core.call('history.blame', { wiki, path: page('a.md') });
  expect(blame === null ? null : textOf(blame)).toBe('Saved.\n');
});
