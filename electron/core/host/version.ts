import { readFile } from 'node:fs/promises';

/** The version in a package.json; the one of the app lies beside its built code. */
export async function readVersion(packageFile: string): Promise<string> {
  const parsed: unknown = JSON.parse(await readFile(packageFile, 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) {
    if (typeof parsed.version === 'string') return parsed.version;
  }
  return '0.0.0';
}
