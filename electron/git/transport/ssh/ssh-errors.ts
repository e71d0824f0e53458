import { AppError } from '../../../../shared/contract/errors.ts';
import type { SshAddress } from '../remote-url.ts';
import { cleanRemoteText } from '../remote-text.ts';

/** What SSH's end tells about why there was no answer. */
export interface SshEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** What it wrote for a person to read; of the other computer's making in part. */
  readonly said: string;
  /** Whether a question of its was left without an answer. */
  readonly isUnanswered: boolean;
}

type Words = (address: SshAddress, said: string) => AppError;

const causes: readonly (readonly [RegExp, Words])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed/iu,
    ({ host, port }) =>
      new AppError(
        'REMOTE_REFUSED',
        `${host} is not the computer it was: its SSH key has changed. If you know that it was set up anew, run "ssh-keygen -R ${knownAs(host, port)}" in a terminal and try again. If not, somebody may be in between: do not go on, and ask whoever runs it.`,
        { reason: 'hostKeyChanged' },
      ),
  ],
  [
    /host key verification failed|no .* host key is known/iu,
    ({ host }) =>
      new AppError(
        'REMOTE_REFUSED',
        `${host} is not known to SSH on this computer, and its key was not accepted. Ask whoever runs it for the fingerprint, then try again and compare.`,
        { reason: 'hostKeyUnknown' },
      ),
  ],
  [
    /permission denied|too many authentication failures|no supported authentication/iu,
    ({ host, user }) =>
      new AppError(
        'REMOTE_REFUSED',
        `${host} did not let ${user ?? 'you'} in: none of your SSH keys (and no password) was accepted. ${process.platform === 'win32' ? 'On Windows only keys that the SSH agent holds can be used: add yours with "ssh-add". ' : ''}Check the user name in the address, and that your public key is registered there.`,
        { reason: 'denied' },
      ),
  ],
  [
    /could not resolve|name or service not known|nodename nor servname/iu,
    ({ host }) =>
      network(`${host} cannot be found. Check the address and the internet connection.`),
  ],
  [
    /connection refused/iu,
    ({ host }) => network(`${host} does not accept SSH connections. Try again later.`),
  ],
  [
    /timed out|no route to host|network is unreachable|host is down/iu,
    ({ host }) => network(`${host} cannot be reached. Check the connection and try again later.`),
  ],
  [
    /connection (?:closed|reset)|broken pipe|kex_exchange|lost connection|aborted/iu,
    ({ host }) => network(`The connection to ${host} was cut. Try again later.`),
  ],
  [
    /git-(?:upload|receive)-pack: (?:command )?not found|not recognized as an internal/iu,
    ({ host }) =>
      new AppError('REMOTE_INVALID', `There is no git on ${host}, so no wiki can be shared there.`),
  ],
  [
    /does not appear to be a git repository|repository .*not (?:found|exist)|no such (?:project|repo)|could not be found/iu,
    ({ host, path }) =>
      new AppError(
        'REMOTE_INVALID',
        `There is no shared wiki "${path}" on ${host}, or you may not see it. Check the address.`,
      ),
  ],
];

/** An SSH that ended before the answer was complete, in words with what to do now. */
export function sshFailure(address: SshAddress, end: SshEnd): AppError {
  const said = cleanRemoteText(end.said, 600);
  if (end.isUnanswered) {
    return new AppError(
      'REMOTE_REFUSED',
      `SSH asked something to reach ${address.host} and got no answer. Try again, and answer it.`,
      { reason: 'unanswered', said },
    );
  }
  for (const [pattern, words] of causes) {
    if (!pattern.test(end.said)) continue;
    const error = words(address, said);
    return new AppError(error.code, error.message, { ...error.data, said });
  }
  const words = said === '' ? 'It gave no reason.' : said;
  // SSH's own failures end with 255; any other code is the other computer's program's.
  return end.exitCode === 255 || end.exitCode === null
    ? network(`The SSH connection to ${address.host} failed. ${words}`)
    : new AppError('REMOTE_REFUSED', `${address.host} refused: ${words}`);
}

export function noSsh(cause: unknown): AppError {
  return new AppError(
    'NOT_SUPPORTED_HERE',
    'There is no SSH program on this computer. Install OpenSSH (on Windows: Settings, Optional features, OpenSSH client), or share over a web address.',
    {},
    { cause },
  );
}

function network(message: string): AppError {
  return new AppError('NETWORK', message);
}

function knownAs(host: string, port: number | null): string {
  return port === null || port === 22 ? host : `'[${host}]:${port}'`;
}
