import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { withGitCredentials } from '../../electron/core/host/git-credentials.ts';
import { memorySecrets } from '../../electron/core/host/node-ports.ts';
import { gitEnv, makeTempDir } from '../helpers/git-repo.ts';

const origin = 'https://wiki.example:8443';
const kept = { username: 'ada', password: 'from=git' };

/** A person's git with a credential helper that notes what it is asked. */
function personWithHelper(answer: string) {
  const dir = makeTempDir();
  const asked = join(dir, 'asked');
  const helper = join(dir, 'helper');
  writeFileSync(helper, `#!/bin/sh\n(echo "$1"; cat) >> '${asked}'\nprintf '${answer}'\n`);
  chmodSync(helper, 0o755);
  const settings = join(dir, 'gitconfig');
  writeFileSync(settings, `[credential]\n\thelper = ${helper}\n`);
  return {
    env: { ...gitEnv, GIT_CONFIG_GLOBAL: settings },
    asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8') : ''),
  };
}

test('what the person’s git remembers signs in, and git is asked only for that place', async () => {
  const { env, asked } = personWithHelper('username=ada\\npassword=from=git\\n');
  const secrets = withGitCredentials(memorySecrets(), env);
  expect(await secrets.get(origin)).toEqual(kept);
  expect(asked()).toMatch(/^get\n/);
  expect(asked()).toContain('protocol=https\nhost=wiki.example:8443\n');
  expect(asked()).not.toMatch(/^(store|erase)$/m);
});

test('what was typed in the app goes first, and git never learns of it', async () => {
  const { env, asked } = personWithHelper('username=ada\\npassword=from=git\\n');
  const secrets = withGitCredentials(memorySecrets(), env);
  const typed = { username: 'ada', password: 'typed' };
  await secrets.set(origin, typed);
  expect(await secrets.get(origin)).toEqual(typed);
  expect(asked()).toBe('');
});

test('who signed out stays signed out of that place, until they sign in again', async () => {
  const { env, asked } = personWithHelper('username=ada\\npassword=from=git\\n');
  const secrets = withGitCredentials(memorySecrets(), env);
  await secrets.delete(origin);
  expect(await secrets.get(origin)).toBeNull();
  expect(asked()).toBe('');
  expect(await secrets.get('https://other.example')).toEqual(kept);
  await secrets.set(origin, { username: '', password: 'token' });
  expect(await secrets.get(origin)).toEqual({ username: '', password: 'token' });
});

test.each([
  ['a helper that knows nothing', ''],
  ['a helper that has no password', 'username=ada\\n'],
  ['a helper that has an empty password', 'username=ada\\npassword=\\n'],
])('%s leaves the person to be asked', async (_who, answer) => {
  const secrets = withGitCredentials(memorySecrets(), personWithHelper(answer).env);
  expect(await secrets.get(origin)).toBeNull();
});

test('only places on the web are asked about', async () => {
  const { env, asked } = personWithHelper('username=ada\\npassword=from=git\\n');
  const secrets = withGitCredentials(memorySecrets(), env);
  for (const other of ['ssh://git@host', '/media/stick', 'proxy+http://host:3128', 'nonsense']) {
    expect(await secrets.get(other)).toBeNull();
  }
  expect(asked()).toBe('');
});

test('no program that could ask the person is ever run', async () => {
  const dir = makeTempDir();
  const marker = join(dir, 'asked');
  const asker = join(dir, 'asker');
  writeFileSync(asker, `#!/bin/sh\ntouch '${marker}'\necho secret\n`);
  chmodSync(asker, 0o755);
  const settings = join(dir, 'gitconfig');
  writeFileSync(settings, `[core]\n\taskPass = ${asker}\n`);
  const env = { ...gitEnv, GIT_CONFIG_GLOBAL: settings, SSH_ASKPASS: asker, GIT_ASKPASS: asker };
  const secrets = withGitCredentials(memorySecrets(), env);
  expect(await secrets.get(origin)).toBeNull();
  expect(existsSync(marker)).toBe(false);
});

test('a computer without git has no credentials of git', async () => {
  const dir = join(makeTempDir(), 'empty');
  mkdirSync(dir);
  const secrets = withGitCredentials(memorySecrets(), { ...gitEnv, PATH: dir + delimiter });
  expect(await secrets.get(origin)).toBeNull();
});
