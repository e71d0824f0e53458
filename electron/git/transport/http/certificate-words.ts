/** What a failed check of a certificate means, and what a person can do about it. */

const certificateCode =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)/u;

export function isCertificateFailure(code: string): boolean {
  return certificateCode.test(code);
}

export function certificateWords(code: string, host: string, error: unknown): string {
  const today = new Date().toISOString().slice(0, 10);
  const clock = `Check the date of this computer: it says ${today}.`;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `The certificate by which ${host} proves who it is has expired. ${clock} If it is right, tell whoever runs ${host}.`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate by which ${host} proves who it is does not hold yet. ${clock}`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return `${host} showed the certificate of another computer${namesIn(error)}. Check the address. If you are in a guest network, open a browser first and sign in there.`;
    case 'CERT_REVOKED':
      return `The certificate of ${host} has been withdrawn. Tell whoever runs ${host}, and share nothing there until it is mended.`;
    default:
      return `${host} could not prove that it is ${host}: nobody whom this computer trusts vouches for its certificate. If it is your organisation’s own server, get its certificate file from there and choose it in Settings under Network. Otherwise somebody may be listening in.`;
  }
}

/** The names that the certificate holds for, if there are few. */
function namesIn(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('cert' in error)) return '';
  const { cert } = error;
  if (typeof cert !== 'object' || cert === null || !('subjectaltname' in cert)) return '';
  const names = String(cert.subjectaltname)
    .split(', ')
    .map((name) => /^(?:DNS|IP Address):([A-Za-z0-9.*:-]{1,80})$/u.exec(name)?.[1])
    .filter((name) => name !== undefined);
  return names.length > 0 && names.length <= 3 ? ` (${names.join(', ')})` : '';
}
