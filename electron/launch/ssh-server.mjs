import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Gets the SSH server that the tests of sharing run for themselves, in a container or a build
 * machine only: elsewhere its package would start a service that nobody asked for. The tests that
 * need it skip themselves loudly where it is missing.
 */
export function ensureSshServer() {
  const isOurs = existsSync('/.dockerenv') || existsSync('/run/.containerenv') || process.env.CI;
  const canInstall =
    process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get');
  if (existsSync('/usr/sbin/sshd') || !isOurs || !canInstall) return;
  process.stderr.write('Getting OpenSSH for the tests. This happens once …\n');
  const run = (args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = ['install', '-y', '--no-install-recommends', 'openssh-server', 'openssh-client'];
  if (!run(install) && run(['update'])) run(install);
}
