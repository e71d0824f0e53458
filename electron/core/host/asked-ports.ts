import { AppError, type ErrorCode } from '../../../shared/contract/errors.ts';
import type { Logger, SecretStore, Shell } from '../ports.ts';
import {
  portValue,
  type CoreSetup,
  type FromCore,
  type PortCall,
  type ToCore,
} from './core-protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** The ports of a core whose secrets, dialogs and log are in another thread. */
export interface AskedPorts {
  readonly secrets: SecretStore;
  readonly shell: Shell;
  readonly logger: Logger;
  /** Takes in what the main thread answered. */
  settle(answer: Extract<ToCore, { kind: 'portValue' | 'portFailure' }>): void;
}

export function askedPorts(
  setup: Pick<CoreSetup, 'secrets' | 'shell'>,
  post: (message: FromCore) => void,
): AskedPorts {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const ask = (call: PortCall) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      post({ kind: 'port', id, call });
    });
  const log = (level: 'warn' | 'error'): Logger['warn'] => {
    return (message, data = {}) => {
      // What JSON can't hold could not cross either, and no log line is worth a failure.
      const plain: unknown = JSON.parse(JSON.stringify(data));
      post({ kind: 'log', level, message, data: { ...Object(plain) } as Record<string, unknown> });
    };
  };
  const { pickFolder, openExternal, showInFolder, setSpelling } = setup.shell;

  return {
    secrets: {
      kind: setup.secrets,
      get: async (origin) =>
        portValue.credentials.parse(await ask({ port: 'secrets.get', origin })),
      set: async (origin, credentials) => {
        await ask({ port: 'secrets.set', origin, credentials: { ...credentials } });
      },
      delete: async (origin) => {
        await ask({ port: 'secrets.delete', origin });
      },
    },
    shell: {
      pickFolder: pickFolder
        ? async (title) => portValue.folder.parse(await ask({ port: 'shell.pickFolder', title }))
        : null,
      openExternal: openExternal
        ? async (url) => {
            await ask({ port: 'shell.openExternal', url });
          }
        : null,
      showInFolder: showInFolder
        ? async (path) => {
            await ask({ port: 'shell.showInFolder', path });
          }
        : null,
      setSpelling: setSpelling
        ? async (languages) => {
            await ask({ port: 'shell.setSpelling', languages: [...languages] });
          }
        : null,
    },
    logger: { warn: log('warn'), error: log('error') },
    settle(answer) {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.kind === 'portValue') asked?.resolve(answer.value);
      else asked?.reject(failureOf(answer.error));
    },
  };
}

function failureOf(error: Extract<ToCore, { kind: 'portFailure' }>['error']): AppError {
  if (error === null)
    return new AppError('INTERNAL', 'This computer did not do what Commonplace asked it for.');
  // The main thread made the shape of an AppError; its schema keeps the code a plain string.
  return new AppError(error.code as ErrorCode, error.message, error.data);
}
