import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { DesktopBridge } from '../shared/contract/envelope.ts';
import { App } from './app/App.tsx';
import { SignedOutScreen } from './app/SignedOutScreen.tsx';
import { applyStoredTheme } from './app/theme.ts';
import { createApi } from './client/api.ts';
import { failureMessage } from './client/failure-message.ts';
import { desktopTransport, type Transport } from './client/transport.ts';
import {
  forgetKey,
  reloadOnLaunchAddress,
  signIn,
  storedKey,
  takeLaunchToken,
} from './client/web-session.ts';
import { browserSocketHost, webTransport } from './client/web-transport.ts';

declare global {
  interface Window {
    readonly commonplace?: DesktopBridge;
    /** Read by the dialogs' scroll lock, whose style element the content policy would else refuse. */
    __webpack_nonce__?: string;
  }
}

/** @throws AppError when the host doesn't know this tab */
async function connect(): Promise<Transport | null> {
  if (window.commonplace) return desktopTransport(window.commonplace);
  reloadOnLaunchAddress();
  const token = takeLaunchToken();
  const key = token === null ? storedKey() : await signIn(token);
  return key === null ? null : webTransport(key, browserSocketHost(forgetKey));
}

async function start(element: HTMLElement): Promise<void> {
  applyStoredTheme();
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (nonce !== undefined) window.__webpack_nonce__ = nonce;
  const root = createRoot(element);
  try {
    const transport = await connect();
    root.render(
      <StrictMode>
        {transport === null ? (
          <SignedOutScreen message="Open the address that Commonplace printed when it started." />
        ) : (
          <App api={createApi(transport)} transport={transport} />
        )}
      </StrictMode>,
    );
  } catch (error) {
    root.render(<SignedOutScreen message={failureMessage(error)} />);
  }
}

const root = document.getElementById('root');
if (root !== null) void start(root);
