import { mkdir, readdir } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import { checkRefName } from '../../ref-name.ts';
import { diskError, isAbsent, replaceFile, systemCode, temporaryName } from '../../whole-file.ts';

/** What a crash in here leaves: as good as empty. */
const halfMade = /^(?:objects|refs|info|config|tmp_obj_.*)$/u;

/**
 * Makes a bare repository, as `git init --bare` does, for others to share a wiki through.
 *
 * @param dir must not exist, or be an empty folder
 * @throws AppError `BAD_INPUT` when something is there; `NETWORK` with `absent` when the folder
 *   above is not; `DISK`
 */
export async function initBare(dir: string, branch = 'main'): Promise<void> {
  checkRefName(`refs/heads/${branch}`);
  try {
    const names = await readdir(dir).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    });
    if (!names.every((name) => halfMade.test(name))) throw taken(dir);
    // One level only: a missing folder above is a disk that is not connected, not one to be made.
    await mkdir(dir).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
    for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
      await mkdir(`${dir}/${folder}`, { recursive: true });
    }
    const isWindows = process.platform === 'win32';
    const settings = `[core]\n\trepositoryformatversion = 0\n\tfilemode = ${isWindows ? 'false' : 'true'}\n\tbare = true\n`;
    await replaceFile(`${dir}/config`, Buffer.from(settings), temporaryName(dir));
    // HEAD last: a folder without it is no repository yet, so a crash leaves nothing half made.
    await replaceFile(
      `${dir}/HEAD`,
      Buffer.from(`ref: refs/heads/${branch}\n`),
      temporaryName(dir),
    );
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (systemCode(error) === 'ENOTDIR') throw taken(dir);
    if (isAbsent(error)) {
      throw new AppError(
        'NETWORK',
        `There is no place for the folder ${dir}: the folder above it is not there. If it is on a stick, connect that first.`,
        { absent: true, dir },
        { cause: error },
      );
    }
    throw diskError('make a shared wiki in', dir, error);
  }
}

function taken(dir: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `There is something in ${dir} already. Choose an empty folder or a new one.`,
    { dir },
  );
}
