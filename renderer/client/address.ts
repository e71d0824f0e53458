import type { RemoteKind } from '../../shared/contract/methods-sync.ts';

/** What an address leads to: a place to share, or a parcel, which is one file. */
export type AddressKind = RemoteKind | 'parcel';

/**
 * The address in what a person pasted: without quotes, without the command that it was copied with,
 * and with the `https://` that browsers hide.
 */
export function cleanAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^git\s+(?:clone|remote\s+add\s+\S+)\s+/, '')
    .replace(/^(["'<])(.*)["'>]$/, '$2')
    .trim();
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/\S+$/i.test(bare) ? `https://${bare}` : bare;
}

/** What kind of address this is; null for what is none, or not yet. */
export function addressKind(text: string): AddressKind | null {
  const address = cleanAddress(text);
  if (/^https?:\/\//i.test(address)) return 'web';
  if (/^(?:git\+ssh|ssh\+git|ssh):\/\//i.test(address)) return 'ssh';
  if (/^(?:file:\/\/|[a-z]:[\\/]|[\\/~])/i.test(address)) {
    return /\.bundle$/i.test(address) ? 'parcel' : 'folder';
  }
  if (/^(?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)*:(?!\/\/)./.test(address)) return 'ssh';
  return null;
}

const isSharedCopy = (part: string) => /\.git$/i.test(part);

/** The folder's name; for the shared copy in it, that of the folder around: the stick, the drive. */
function folderName(path: string): string {
  const parts = path
    .replace(/^file:\/\//i, '')
    .split(/[\\/]/)
    .filter((part) => part !== '');
  const last = parts.at(-1) ?? path;
  const around = parts.at(-2);
  return isSharedCopy(last) && around !== undefined ? around : last;
}

/** What to call a place: the server, or the folder. */
export function nameOfAddress(address: string): string {
  const clean = cleanAddress(address);
  switch (addressKind(clean)) {
    case 'web':
      return URL.canParse(clean) ? new URL(clean).host : clean;
    case 'ssh':
      return /^(?:[\w+]+:\/\/)?(?:[^@/]+@)?([^:/]+)/.exec(clean)?.[1] ?? clean;
    case 'folder':
    case 'parcel':
      return folderName(clean).replace(/\.(?:git|bundle)$/i, '');
    case null:
      return clean;
  }
}
