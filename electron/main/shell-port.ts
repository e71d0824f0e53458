import { dialog, session, shell, type BrowserWindow } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { Shell } from '../core/ports.ts';
import { externalUrl } from './origin.ts';
import { dictionariesFor } from './dictionaries.ts';

/**
 * What the desktop can do for the core.
 *
 * @param window the window that a dialog belongs to
 * @param canFetch the person let dictionaries be fetched: naming a language is what fetches its own
 */
export function desktopShell(window: () => BrowserWindow | null, canFetch: () => boolean): Shell {
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
    showInFolder(path) {
      // `openPath` would start what a peer wrote: on macOS a folder can be a program too.
      shell.showItemInFolder(path);
      return Promise.resolve();
    },
    setSpelling(languages) {
      if (canFetch()) {
        const { defaultSession } = session;
        defaultSession.setSpellCheckerLanguages(
          dictionariesFor(languages, defaultSession.availableSpellCheckerLanguages),
        );
      }
      return Promise.resolve();
    },
  };
}
