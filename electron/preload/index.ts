import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge, Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';

// The page gets these two functions and nothing of Electron: no channel of its choice, no event object.
const bridge: DesktopBridge = {
  request: (method, input) =>
    ipcRenderer.invoke('commonplace:request', method, input) as Promise<Envelope>, // the door's answer
  onEvent(listener) {
    const forward = (_event: unknown, event: AppEvent) => listener(event);
    ipcRenderer.on('commonplace:event', forward);
    return () => {
      ipcRenderer.off('commonplace:event', forward);
    };
  },
};

contextBridge.exposeInMainWorld('commonplace', bridge);
