import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { RemoteAccess, RemoteQuestion } from '../../electron/git/transport/access.ts';

const run = promisify(execFile);

/** Debian's place, and where others put it. */
const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find((path) =>
  existsSync(path),
);

/** Why there can be no SSH server here; null when there can. */
export const sshServerProblem: string | null =
  sshd === undefined
    ? 'SKIPPED: no sshd on this machine. Install openssh-server, or sharing over SSH is not tested.'
    : null;

if (sshServerProblem !== null) console.warn(sshServerProblem);

export interface SshServer {
  readonly port: number;
  /** A bare repo `<name>.git`, empty with branch main, or a bare clone of `from`. */
  createRepo(name: string, from?: string): Promise<{ readonly url: string; readonly dir: string }>;
  /** `ssh://…` of a folder on this server. */
  urlOf(dir: string): string;
  /** Gives the server another host key, as a computer that was set up anew has. */
  changeHostKey(): Promise<void>;
  /** Lets every login run this shell line instead of what was asked for; null: as asked. */
  answerWith(line: string | null): Promise<void>;
  /** How many connections were let in. */
  logins(): Promise<number>;
  close(): Promise<void>;
}

export interface SshPerson {
  /** What this process must have in its environment for its SSH to be this person's. */
  readonly environment: Readonly<Record<string, string>>;
  /** Trusts the server's present host key without being asked. */
  trust(server: SshServer): Promise<void>;
  knownHosts(): Promise<string>;
}

export interface SshServerOptions {
  /** Public keys that are let in. */
  readonly authorized: readonly string[];
}

/** A real sshd on 127.0.0.1 with keys, settings and port of its own, run as this user. */
export async function startSshServer({ authorized }: SshServerOptions): Promise<SshServer> {
  if (sshd === undefined) throw new Error(sshServerProblem ?? '');
  const root = await realpath(await mkdtemp(join(tmpdir(), 'ssh-server-')));
  await makeKey(join(root, 'host_key'), '');
  await writeFile(join(root, 'authorized_keys'), authorized.join(''), { mode: 0o600 });
  await writeFile(join(root, 'answer'), '');
  const gitConfig = '[safe]\n\tdirectory = *\n[receive]\n\tdenyNonFastForwards = true\n';
  await writeFile(join(root, 'gitconfig'), gitConfig);
  const command = join(root, 'command');
  await writeFile(
    command,
    `#!/bin/sh
echo x >>${root}/logins
export GIT_CONFIG_GLOBAL=${root}/gitconfig GIT_CONFIG_NOSYSTEM=1
line=$(cat ${root}/answer)
[ -n "$line" ] && eval "$line"
exec sh -c "$SSH_ORIGINAL_COMMAND"
`,
  );
  await chmod(command, 0o755);
  const port = await freePort();
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${root}/host_key`,
    `AuthorizedKeysFile ${root}/authorized_keys`,
    `PidFile ${root}/sshd.pid`,
    `ForceCommand ${command}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'MaxStartups 100',
  ];
  await writeFile(join(root, 'sshd_config'), `${settings.join('\n')}\n`);
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  let child = await startDaemon(root, port);

  const urlOf = (dir: string): string => `ssh://${userInfo().username}@127.0.0.1:${port}${dir}`;
  const close = async (): Promise<void> => {
    await stopDaemon(child);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  onTestFinished(close);
  return {
    port,
    urlOf,
    close,
    async createRepo(name, from) {
      const dir = join(root, `${name}.git`);
      const args = from
        ? ['clone', '-q', '--bare', from, dir]
        : ['init', '-q', '--bare', '-b', 'main', dir];
      await run('git', args);
      return { url: urlOf(dir), dir };
    },
    async changeHostKey() {
      await stopDaemon(child);
      await rm(join(root, 'host_key'));
      await makeKey(join(root, 'host_key'), '');
      child = await startDaemon(root, port);
    },
    answerWith: (line) => writeFile(join(root, 'answer'), line ?? ''),
    async logins() {
      return (await readFile(join(root, 'logins'), 'utf8').catch(() => '')).split('\n').length - 1;
    },
  };
}

/** A person with SSH settings of their own: nobody's keys, agent or known hosts of this machine. */
export async function sshPerson(
  passphrase = '',
): Promise<SshPerson & { readonly publicKey: string; readonly keyFile: string }> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'ssh-person-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  const keyFile = join(dir, 'id_ed25519');
  await makeKey(keyFile, passphrase);
  const known = join(dir, 'known_hosts');
  await writeFile(
    join(dir, 'config'),
    [
      `IdentityFile ${keyFile}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${known}`,
      'GlobalKnownHostsFile /dev/null',
      'StrictHostKeyChecking ask',
      'UpdateHostKeys no',
      '',
    ].join('\n'),
  );
  return {
    publicKey: await readFile(`${keyFile}.pub`, 'utf8'),
    keyFile,
    environment: { GIT_SSH_COMMAND: `ssh -F ${join(dir, 'config')}` },
    async trust(server) {
      const { stdout } = await run('ssh-keyscan', ['-p', String(server.port), '127.0.0.1']);
      await writeFile(known, stdout);
    },
    knownHosts: () => readFile(known, 'utf8').catch(() => ''),
  };
}

async function makeKey(path: string, passphrase: string): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'test', '-f', path]);
}

async function startDaemon(root: string, port: number): Promise<ChildProcess> {
  if (sshd === undefined) throw new Error('no sshd');
  const child = spawn(sshd, ['-D', '-e', '-f', join(root, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (child.exitCode === null) {
    if (await answers(port)) return child;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`sshd did not start: ${said}`);
}

async function stopDaemon(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Processes whose command line holds a text: what a job must not leave behind. */
export function processesWith(text: string): string[] {
  const listed = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => line.includes(text));
}

/** Answers by kind and keeps what was asked. */
export function answering(
  answers: Partial<Record<RemoteQuestion['kind'], readonly (string | null)[]>>,
): {
  readonly asked: RemoteQuestion[];
  readonly ask: NonNullable<RemoteAccess['ask']>;
} {
  const asked: RemoteQuestion[] = [];
  const given = new Map<string, number>();
  return {
    asked,
    ask: (question) => {
      asked.push(question);
      const turn = given.get(question.kind) ?? 0;
      given.set(question.kind, turn + 1);
      return Promise.resolve(answers[question.kind]?.[turn] ?? null);
    },
  };
}
