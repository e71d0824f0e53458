import type { DesktopBridge, Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';

/** Whether the host can be reached. `signedOut` is for good: only a new launch address helps. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'signedOut'; readonly message: string };

/** A way to the core. Requests made while the connection is lost wait until it is back. */
export interface Transport {
  /** This window, as the core tells it from others. */
  readonly client: string;
  request(method: string, input: unknown): Promise<Envelope>;
  onEvent(listener: (event: AppEvent) => void): () => void;
  connection(): Connection;
  onConnection(listener: (connection: Connection) => void): () => void;
  /** Tries to connect at once instead of at the next planned attempt. */
  reconnect(): void;
}

/** The desktop app's door: always there, for as long as the window is. */
export function desktopTransport(bridge: DesktopBridge): Transport {
  const ready: Connection = { kind: 'ready' };
  return {
    // The only one: after it is loaded anew it is the same.
    client: 'desktop',
    request: (method, input) => bridge.request(method, input),
    onEvent: (listener) => bridge.onEvent(listener),
    connection: () => ready,
    onConnection: () => () => undefined,
    reconnect: () => undefined,
  };
}
