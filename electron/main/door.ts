import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { TextCore } from '../core/host/text-core.ts';
import { isOurUrl } from './origin.ts';

/** Only our own page, in the window's main frame, may ask the core for anything. */
function isFromOurPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame; // null once the frame is gone
  return frame !== null && frame === event.sender.mainFrame && isOurUrl(frame.url);
}

/**
 * Opens the desktop's door: requests of the page go to the core, its events go to the page.
 * Both come as JSON text, which the preload script reads: nothing large is copied in this thread.
 */
export function openDoor(core: Pick<TextCore, 'request' | 'onEvent'>, window: BrowserWindow): void {
  ipcMain.handle('commonplace:request', async (event, method: unknown, input: unknown) => {
    if (!isFromOurPage(event)) throw new Error('Refused: this is not the page of Commonplace.');
    return await core.request(typeof method === 'string' ? method : '', input);
  });
  const stopEvents = core.onEvent((event) => {
    if (!window.isDestroyed() && isOurUrl(window.webContents.getURL()))
      window.webContents.send('commonplace:event', event);
  });
  window.on('closed', () => {
    stopEvents();
    ipcMain.removeHandler('commonplace:request');
  });
}
