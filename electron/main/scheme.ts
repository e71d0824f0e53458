import { protocol } from 'electron';
import { failure, serve, type Served } from '../core/host/serve.ts';
import type { TextCore } from '../core/host/text-core.ts';
import type { Logger } from '../core/ports.ts';
import { appScheme, isOurUrl } from './origin.ts';

/** Makes `app://` an origin like https: with relative URLs, fetch and storage. Before `ready` only. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      // `stream`: players of sound and film begin before the whole file is here.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

function toResponse({ status, headers, body }: Served): Response {
  return new Response(new Uint8Array(body), { status, headers });
}

/** Serves the UI and the wikis' files to the window, from this process: nothing listens on a port. */
export function serveScheme(
  core: Pick<TextCore, 'readAsset'>,
  uiDir: string,
  logger: Logger,
): void {
  protocol.handle(appScheme, async (request) => {
    if (request.method !== 'GET' || !isOurUrl(request.url))
      return toResponse(failure(405, 'There is nothing here.'));
    try {
      return toResponse(
        await serve(new URL(request.url).pathname, {
          uiDir,
          readAsset: (wiki, path) => core.readAsset(wiki, path),
          mayReadAssets: true,
          range: request.headers.get('range'),
        }),
      );
    } catch (error) {
      logger.error('a request failed', { cause: String(error).slice(0, 300) });
      return toResponse(failure(500, 'Something went wrong while reading this.'));
    }
  });
}
