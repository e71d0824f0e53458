import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { Output } from '../../shared/contract/methods.ts';
import { hasRepository } from '../git/repository.ts';
import type { CorePorts } from './ports.ts';

const maxFolders = 1000;

export function capabilities(
  ports: CorePorts,
  startWiki: string | null,
): Output<'app.capabilities'> {
  return {
    host: ports.host,
    version: ports.version,
    platform: process.platform,
    canPickFolder: ports.shell.pickFolder !== null,
    canOpenExternal: ports.shell.openExternal !== null,
    canShowInFolder: ports.shell.showInFolder !== null,
    // Only macOS gives a speller to every program; browsers bring their own.
    speller: ports.host === 'desktop' && process.platform !== 'darwin' ? 'fetched' : 'own',
    secrets: ports.secrets.kind,
    documentsDir: ports.documentsDir,
    startWiki,
  };
}

/** @throws AppError `NOT_SUPPORTED_HERE` */
export function needsDesktop<Ability>(ability: Ability | null, what: string): Ability {
  if (ability === null) {
    throw new AppError(
      'NOT_SUPPORTED_HERE',
      `${what} needs the desktop app; this is the browser or a terminal.`,
    );
  }
  return ability;
}

/** @throws AppError `BAD_INPUT` for anything but http, https and mailto */
export function externalUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:', 'mailto:'].includes(parsed.protocol)) {
    throw new AppError('BAD_INPUT', 'Only web and mail addresses can be opened.');
  }
  return parsed.href;
}

/** Folders and parcels to choose from, where the host has no dialog of its own. Hidden ones are left out. */
export async function listFolders(
  ports: CorePorts,
  dir: string | null,
): Promise<Output<'folder.list'>> {
  let absolute = resolve(dir ?? ports.documentsDir);
  try {
    absolute = await realpath(absolute);
    if (!(await stat(absolute)).isDirectory()) absolute = dirname(absolute);
    const entries = await readdir(absolute, { withFileTypes: true });
    const folders = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort((a, b) => a.localeCompare(b))
      .slice(0, maxFolders);
    const parent = dirname(absolute);
    return {
      dir: absolute,
      parent: parent === absolute ? null : parent,
      parcels: await parcelsIn(
        absolute,
        entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
      ),
      folders: await Promise.all(
        folders.map(async (name) => {
          const folder = join(absolute, name);
          return { name, dir: folder, isWiki: await hasRepository(folder) };
        }),
      ),
    };
  } catch (error) {
    throw new AppError(
      'DISK',
      `The folder ${absolute} can't be opened. Choose another one.`,
      { dir: absolute },
      { cause: error },
    );
  }
}

async function parcelsIn(
  dir: string,
  names: readonly string[],
): Promise<Output<'folder.list'>['parcels']> {
  const found = await Promise.all(
    names
      .filter((name) => /^[^.].*\.bundle$/i.test(name))
      .slice(0, maxFolders)
      .map(async (name) => {
        const file = join(dir, name);
        const changedMs = await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        );
        return { name, file, changedMs };
      }),
  );
  return found
    .sort((a, b) => b.changedMs - a.changedMs || (a.name < b.name ? -1 : 1))
    .map(({ name, file }) => ({ name, file }));
}
