import { AppError, assertNever } from '../../../shared/contract/errors.ts';
import type { Logger, SecretStore, Shell } from '../ports.ts';
import type { PortCall, ToCore } from './core-protocol.ts';

interface HostPorts {
  readonly secrets: SecretStore;
  readonly shell: Shell;
  readonly logger: Logger;
}

function run({ secrets, shell }: HostPorts, call: PortCall): Promise<unknown> | undefined {
  switch (call.port) {
    case 'secrets.get':
      return secrets.get(call.origin);
    case 'secrets.set':
      return secrets.set(call.origin, call.credentials);
    case 'secrets.delete':
      return secrets.delete(call.origin);
    case 'shell.pickFolder':
      return shell.pickFolder?.(call.title);
    case 'shell.openExternal':
      return shell.openExternal?.(call.url);
    case 'shell.showInFolder':
      return shell.showInFolder?.(call.path);
    case 'shell.setSpelling':
      return shell.setSpelling?.(call.languages);
    default:
      assertNever(call);
  }
}

/** Does in the main thread what the core asked of it; a failure is an answer too. */
export async function servePort(ports: HostPorts, call: PortCall, id: number): Promise<ToCore> {
  try {
    return { kind: 'portValue', id, value: await run(ports, call) };
  } catch (error) {
    if (error instanceof AppError) {
      const { code, message, data } = error;
      return { kind: 'portFailure', id, error: { code, message, data: { ...data } } };
    }
    // Only the port's name: what it was called with may be a secret.
    ports.logger.error('a port of the host failed', { port: call.port, error: String(error) });
    return { kind: 'portFailure', id, error: null };
  }
}
