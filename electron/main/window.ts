import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrowserWindow, dialog, Menu, screen, type Rectangle } from 'electron';

export interface WindowOptions {
  readonly preload: string;
  /** Where the window's place and size are kept. */
  readonly stateFile: string;
  /** Words are looked up in dictionaries. */
  readonly isSpellchecked: boolean;
}

interface WindowState {
  readonly bounds: Rectangle | null;
  readonly isMaximized: boolean;
}

function isRectangle(value: unknown): value is Rectangle {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['x', 'y', 'width', 'height'].every((side) => Number.isInteger(Reflect.get(value, side)))
  );
}

function readState(file: string): WindowState {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return { bounds: null, isMaximized: false };
    const bounds: unknown = Reflect.get(parsed, 'bounds');
    return {
      bounds: isRectangle(bounds) && isOnScreen(bounds) ? bounds : null,
      isMaximized: Reflect.get(parsed, 'isMaximized') === true,
    };
  } catch {
    return { bounds: null, isMaximized: false }; // the first start, or a file cut short
  }
}

/** Whether a person could still take hold of it: a screen may be gone since. */
function isOnScreen(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  return (
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y >= workArea.y &&
    bounds.y < workArea.y + workArea.height
  );
}

function keepState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    };
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // A place that can't be kept must not keep the window open.
    }
  });
}

function offerEditing(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (isEditable)
      Menu.buildFromTemplate([
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle' },
        { role: 'selectAll' },
      ]).popup({ window });
    else if (selectionText !== '') Menu.buildFromTemplate([{ role: 'copy' }]).popup({ window });
  });
}

/** The one window, hardened: its page has no Node, no Electron and no way out. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const state = readState(options.stateFile);
  const window = new BrowserWindow({
    width: 1200,
    height: 820,
    ...(state.bounds ?? {}),
    minWidth: 360,
    minHeight: 320,
    show: false,
    title: 'Commonplace',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: options.isSpellchecked,
    },
  });
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Some text is not saved yet.',
      detail: 'It stays on this computer as a draft and is offered when you edit the page again.',
      buttons: ['Close', 'Stay'],
      defaultId: 1,
      cancelId: 1,
    });
    if (answer === 0) event.preventDefault(); // prevents the page from preventing
  });
  keepState(window, options.stateFile);
  offerEditing(window);
  return window;
}
