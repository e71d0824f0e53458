import { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as tls from 'node:tls';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { ConfigEntry } from '../../config-text.ts';
import { expandPath } from '../../config.ts';
import { settingFor } from './url-setting.ts';

const maxFileBytes = 8 * 1024 * 1024;
const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

/** Files of authorities by which organisations vouch for their own servers. */
interface CertificateSources {
  /** The app's own setting; empty for none. */
  readonly chosen: string;
  /** The person's own git settings, never a repository's: whoever wrote that could read along. */
  readonly personal: readonly ConfigEntry[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The certificates in a file, each as PEM. Takes PEM, with several certificates, and DER.
 *
 * @throws AppError `NETWORK_SETTINGS` when the file cannot be read or holds none
 */
export async function readCertificates(path: string): Promise<readonly string[]> {
  const bytes = await readBounded(path);
  const blocks = bytes.toString('latin1').match(pemBlock) ?? [bytes];
  const certificates = blocks.flatMap((block) => certificateIn(block) ?? []);
  if (certificates.length > 0) return certificates;
  throw new AppError(
    'NETWORK_SETTINGS',
    `${path} holds no certificate. Choose a file that does; most end in .pem, .crt or .cer.`,
  );
}

/** Null for what is none: in a long list, one that Node cannot read must not spoil the others. */
function certificateIn(block: string | Buffer): string | null {
  try {
    return new X509Certificate(block).toString();
  } catch {
    return null;
  }
}

/**
 * Who is trusted besides those that Node trusts of itself.
 *
 * Nothing here can switch checking off: git's `http.sslVerify` and Node's own switch have no say.
 *
 * @throws AppError `NETWORK_SETTINGS` for a file of the app's setting that cannot be used
 */
export async function extraAuthorities(
  url: URL,
  { chosen, personal, env }: CertificateSources,
): Promise<readonly string[]> {
  const ofGit = env['GIT_SSL_CAINFO'] ?? settingFor(personal, 'http', 'sslcainfo', url);
  const given = [ofGit, env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']];
  const files = given.flatMap((path) =>
    path === undefined || path === null || path === '' ? [] : [expandPath(path, homedir())],
  );
  const lists = await Promise.all([
    chosen === '' ? [] : readCertificates(chosen),
    // What other programs set up is theirs to keep right: without it the place is not trusted, that is all.
    ...[...new Set(files)].map((path) => readCertificates(path).catch(() => [])),
  ]);
  return [...new Set(lists.flat())];
}

/** Trust in the given authorities besides those that Node trusts. */
export function trustIn(authorities: readonly string[]): { readonly ca?: string[] } {
  const ofNode = new Set(tls.rootCertificates.map(withoutLines));
  const more = new Map(authorities.map((pem) => [withoutLines(pem), pem]));
  for (const each of ofNode) more.delete(each);
  // Node's own list costs nothing until it has to be read together with another one.
  return more.size === 0 ? {} : { ca: [...tls.rootCertificates, ...more.values()] };
}

/** Node's own list breaks its lines elsewhere than others do. */
function withoutLines(pem: string): string {
  return pem.replace(/\s/gu, '');
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > maxFileBytes) throw new Error('too large');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AppError(
      'NETWORK_SETTINGS',
      `The certificate file ${path} cannot be read. Choose another one in Settings under Network.`,
      {},
      { cause: error },
    );
  }
}
