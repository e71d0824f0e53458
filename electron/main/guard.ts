import { app, session, shell, type WebContents } from 'electron';
import { externalUrl, isDiagramUrl } from './origin.ts';

function guardContents(contents: WebContents): void {
  // The page moves by its hash, which asks nobody; anything else would leave it.
  contents.on('will-navigate', (event) => event.preventDefault());
  // The one frame of the app draws diagrams.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || !isDiagramUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const external = externalUrl(url);
    if (external !== null) void shell.openExternal(external);
    return { action: 'deny' };
  });
}

/** Closes what a page could use to leave, to open windows or to reach devices. Once, after `ready`. */
export function guardEverything(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
