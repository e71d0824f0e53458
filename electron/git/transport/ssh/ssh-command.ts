import { RepositoryConfig } from '../../config.ts';
import type { Service } from '../advertisement.ts';
import type { SshAddress } from '../remote-url.ts';

export interface SshCommand {
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * What to run to reach a service over SSH, as git would.
 *
 * The program comes from the environment or from the person's own git settings. The repo's
 * settings are never asked: whoever can write into a wiki's folder could make them run anything.
 *
 * @param isAsking whether somebody is there to answer SSH's questions
 */
export async function sshCommand(
  address: SshAddress,
  service: Service,
  gitDir: string | null,
  isAsking: boolean,
): Promise<SshCommand> {
  const { host, user, port, path } = address;
  const chosen = await chosenProgram(gitDir);
  const isPlink = /plink(?:\.exe)?$/iu.test(chosen.text.split(' ', 1)[0] ?? '');
  const options = isPlink
    ? [...(isAsking ? [] : ['-batch']), ...(port === null ? [] : ['-P', String(port)])]
    : [
        ...(isAsking ? [] : ['-o', 'BatchMode=yes']),
        ...(port === null ? [] : ['-p', String(port)]),
      ];
  const target = user === null ? host : `${user}@${host}`;
  const rest = [...options, target, `${service} ${quoted(path)}`];
  if (chosen.kind === 'program') return { program: chosen.text, arguments: rest };
  // As git: the command is a line for the shell, the arguments are handed over unseen by it.
  return { program: 'sh', arguments: ['-c', `${chosen.text} "$@"`, chosen.text, ...rest] };
}

type Chosen = { readonly kind: 'program' | 'shellLine'; readonly text: string };

async function chosenProgram(gitDir: string | null): Promise<Chosen> {
  const personal = await new RepositoryConfig(gitDir ?? '/').personal();
  const setting = personal.findLast(({ key }) => key === 'core.sshcommand')?.value ?? '';
  const line = process.env['GIT_SSH_COMMAND'] ?? setting;
  // There is no shell for it on Windows; a lone program needs none.
  if (line !== '' && process.platform === 'win32') {
    return { kind: 'program', text: line.replace(/^"(.+)"$/u, '$1') };
  }
  if (line !== '') return { kind: 'shellLine', text: line };
  return { kind: 'program', text: process.env['GIT_SSH'] ?? 'ssh' };
}

/** For the other computer's shell, exactly as git quotes it: servers that are no shell expect that form. */
export function quoted(path: string): string {
  return `'${path.replace(/['!]/gu, String.raw`'\$&'`)}'`;
}
