import { dialog, shell, type BrowserWindow } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { Shell } from '../core/ports.ts';
import { externalUrl } from './origin.ts';

/** What the desktop can do for the core. `window` gives the window that a dialog belongs to. */
export function desktopShell(window: () => BrowserWindow | null): Shell {
  return {
    async pickFolder(title) {
      const options = {
        title,
        properties: ['openDirectory', 'createDirectory'] as ('openDirectory' | 'createDirectory')[],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    async openExternal(url) {
      const external = externalUrl(url);
      if (external === null)
        throw new AppError('BAD_INPUT', 'Only web and mail addresses are opened elsewhere.');
      await shell.openExternal(external);
    },
    async showInFolder(dir) {
      const problem = await shell.openPath(dir);
      if (problem !== '') throw new AppError('DISK', `The folder can't be shown: ${problem}`);
    },
  };
}
