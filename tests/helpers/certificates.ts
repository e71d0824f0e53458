import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTempDir } from './git-repo.ts';

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface Authority {
  /** Its own certificate, as a person gets it to trust it. */
  readonly file: string;
  /** A certificate for a server; `names` as openssl has them (`DNS:wiki.example`), dates as `20200101000000Z`. */
  issue(options?: {
    readonly names?: string;
    readonly from?: string;
    readonly until?: string;
  }): Certificate;
}

const settings = `[ca]
default_ca = own
[own]
new_certs_dir = ./issued
database = ./index.txt
serial = ./serial
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of its own, made by openssl, that nobody trusts. */
export function makeAuthority(): Authority {
  const dir = makeTempDir();
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' }).toString('utf8');
  mkdirSync(join(dir, 'issued'));
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(join(dir, 'serial'), '01\n');
  writeFileSync(join(dir, 'settings.cnf'), settings);
  openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '3650'],
    ...['-subj', '/CN=Authority of a test', '-addext', 'keyUsage=critical,keyCertSign'],
  );
  let issued = 0;
  return {
    file: join(dir, 'ca.pem'),
    issue({ names = 'IP:127.0.0.1', from = '20200101000000Z', until = '20990101000000Z' } = {}) {
      const name = `server-${(issued += 1)}`;
      openssl(
        ...['req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`],
        ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`],
      );
      openssl(
        ...['ca', '-batch', '-notext', '-config', 'settings.cnf', '-cert', 'ca.pem'],
        ...['-keyfile', 'ca.key', '-in', `${name}.csr`, '-out', `${name}.pem`],
        ...['-startdate', from, '-enddate', until],
      );
      return {
        key: readFileSync(join(dir, `${name}.key`), 'utf8'),
        cert: readFileSync(join(dir, `${name}.pem`), 'utf8'),
      };
    },
  };
}

/** The same certificate in the binary form that Windows hands out. */
export function asBinary(file: string): string {
  const out = `${file}.cer`;
  execFileSync('openssl', ['x509', '-in', file, '-outform', 'DER', '-out', out]);
  return out;
}
