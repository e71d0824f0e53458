import { assertNever, AppError } from '../../../shared/contract/errors.ts';
import type { RemoteAccess } from './access.ts';
import { BundleConnection } from './bundle/bundle-connection.ts';
import type { RemoteConnection } from './connection.ts';
import { FolderConnection } from './folder/folder-connection.ts';
import { SmartHttp } from './http/smart-http.ts';
import { parseRemoteUrl } from './remote-url.ts';
import { SshWire } from './ssh/ssh-wire.ts';
import { WireConnection } from './wire-connection.ts';

/**
 * The way to deal with the place at an address. Nothing is asked of it yet.
 *
 * @param gitDir whose job it is: a person may keep other SSH and git settings for some folders
 * @throws AppError `REMOTE_INVALID` for an address that is none
 */
export function connect(access: RemoteAccess, gitDir: string | null): RemoteConnection {
  const address = parseRemoteUrl(access.url);
  switch (address.kind) {
    case 'http':
      return new WireConnection(new SmartHttp(access, address, gitDir), access);
    case 'ssh':
      return new WireConnection(new SshWire(access, address, gitDir), access);
    case 'folder':
      return new FolderConnection(access, address.dir);
    case 'bundle':
      return new BundleConnection(access, address.file);
    case 'invalid':
      throw new AppError('REMOTE_INVALID', address.message);
    default:
      return assertNever(address);
  }
}
