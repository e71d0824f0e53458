import { lstat } from 'node:fs/promises';
import { AppError } from '../../shared/contract/errors.ts';
import type { RepositoryConfig } from './config.ts';
import type { ConfigEntry } from './config-text.ts';
import { damaged } from './limits.ts';
import { isAbsent, readIfPresent } from './whole-file.ts';

// Those that change nothing for a program that only reads and adds.
const harmlessExtensions = new Set(['noop', 'preciousobjects', 'worktreeconfig']);

function unsupported(what: string, instead: string): AppError {
  return new AppError('REPO_UNSUPPORTED', `${what} ${instead}`);
}

/** Refuses every kind of repository in which our writes could lose something, before any is made. */
export async function refuseUnsupported(gitDir: string, config: RepositoryConfig): Promise<void> {
  const found = await lstat(gitDir).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (found === null) {
    throw unsupported('This folder holds no git repository.', 'Make it a wiki first.');
  }
  if (!found.isDirectory()) {
    throw unsupported(
      'This folder is a linked worktree or a submodule of another repository.',
      'Open the main repository, or a clone of it.',
    );
  }
  if ((await readIfPresent(`${gitDir}/HEAD`)) === null) throw damaged('its HEAD file is missing');
  const alternates = await readIfPresent(`${gitDir}/objects/info/alternates`);
  if (alternates !== null && alternates.toString('latin1').trim() !== '') {
    throw unsupported(
      'This repository borrows objects from another one (alternates).',
      'Run "git repack -ad", remove .git/objects/info/alternates, and open it again.',
    );
  }
  const settings = await config.entries();
  refuseUnreadable(settings);
  refuseLayout(settings);
}

/** Refuses what our readers cannot read, whoever the repository belongs to. */
export function refuseUnreadable(settings: readonly ConfigEntry[]): void {
  for (const { key, value } of settings) {
    if (key === 'extensions.objectformat' && value?.toLowerCase() !== 'sha1') {
      throw unsupported(
        `This repository names its objects by ${value ?? 'another hash'}.`,
        'Commonplace reads SHA-1 repositories only.',
      );
    }
    const isPromisor =
      key === 'extensions.partialclone' ||
      /^remote\..+\.partialclonefilter$/.test(key) ||
      (/^remote\..+\.promisor$/.test(key) && isOn(value));
    if (isPromisor) {
      throw unsupported(
        'This is a partial clone: parts of its history are only on the server.',
        'Make a full clone and open that.',
      );
    }
    if (key === 'extensions.refstorage' && value !== 'files') {
      throw unsupported(
        'This repository keeps its branches in a format that Commonplace cannot read.',
        'Run "git refs migrate --ref-format=files" in its folder.',
      );
    }
    const extension = /^extensions\.(.+)$/.exec(key)?.[1];
    const isKnown =
      extension === undefined ||
      harmlessExtensions.has(extension) ||
      extension === 'objectformat' ||
      extension === 'refstorage';
    if (!isKnown) {
      throw unsupported(
        `This repository uses an extension of git that Commonplace does not know (${extension}).`,
        'Make a plain clone and open that.',
      );
    }
    if (key === 'core.repositoryformatversion' && !/^[01]$/.test(value ?? '')) {
      throw unsupported(
        'This repository has a format newer than Commonplace knows.',
        'Look for a newer version of Commonplace.',
      );
    }
  }
}

function refuseLayout(settings: readonly ConfigEntry[]): void {
  for (const { key, value } of settings) {
    if (key === 'core.bare' && isOn(value)) {
      throw unsupported('This repository has no files to edit (bare).', 'Open a clone of it.');
    }
    if (key === 'core.worktree') {
      throw unsupported("This repository's files are in another folder.", 'Open a clone of it.');
    }
    if (key === 'core.sparsecheckout' && isOn(value)) {
      throw unsupported(
        'Only a part of this repository is checked out (sparse).',
        'Run "git sparse-checkout disable" in its folder.',
      );
    }
  }
}

function isOn(value: string | null): boolean {
  return !/^(false|no|off|0|)$/i.test(value ?? 'true');
}

/** What works otherwise than in git, in words for the wiki's overview. */
export async function warningsOf(dir: string, config: RepositoryConfig): Promise<string[]> {
  const attributes = [
    await readIfPresent(`${dir}/.gitattributes`).catch(() => null),
    await readIfPresent(`${dir}/.git/info/attributes`),
  ]
    .map((bytes) => bytes?.toString('utf8') ?? '')
    .join('\n')
    .replace(/^\s*#.*$/gm, '');
  const warnings: string[] = [];
  if (/\bfilter=lfs\b/.test(attributes)) {
    warnings.push(
      'Some files of this wiki are kept in Git LFS. Commonplace shares only their pointers; add and change such files with git.',
    );
  }
  const autocrlf = await config.get('core.autocrlf');
  const convertsLines = autocrlf !== null && !/^(false|no|off|0)$/i.test(autocrlf);
  if (convertsLines || /(^|\s)(eol=\w+|text(=auto)?|crlf)(?=\s|$)/m.test(attributes)) {
    warnings.push(
      'This wiki asks git to convert line ends. Commonplace records pages with the line ends git wants and leaves those of your files alone; pages from others come as they were recorded.',
    );
  }
  return warnings;
}
