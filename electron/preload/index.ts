import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge, Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';

// The page gets these two functions and nothing of Electron: no channel of its choice, no event object.
const bridge: DesktopBridge = {
  async request(method, input) {
    // The door answers with the text of an envelope.
    const answer = (await ipcRenderer.invoke('commonplace:request', method, input)) as string;
    return JSON.parse(answer) as Envelope;
  },
  onEvent(listener) {
    const forward = (_event: unknown, event: string) => listener(JSON.parse(event) as AppEvent);
    ipcRenderer.on('commonplace:event', forward);
    return () => {
      ipcRenderer.off('commonplace:event', forward);
    };
  },
};

contextBridge.exposeInMainWorld('commonplace', bridge);
