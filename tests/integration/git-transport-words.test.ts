import { expect, test } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import { commitAll, git, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  served,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

const origin = { remote: 'origin' };
const user = { username: 'ada', password: 's3cret' };

async function readyToShare() {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const repo = await emptyRepo();
  const { branches } = await fetchInto(repo, accessTo(url), origin);
  git(repo.dir, 'checkout', '-q', '-b', 'main', 'origin/main');
  writeFiles(repo.dir, { 'New.md': 'New\n' });
  const localOid = toOid(commitAll(repo.dir, 'New'));
  const expected = branches.get('main') ?? null;
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  return { server, repo, url, request };
}

test.each([
  [403, user, 'REMOTE_REFUSED', /lets you read this wiki, but not write.*It said: Write access/s],
  [401, user, 'AUTH_REQUIRED', /did not accept this name and password/],
  [413, null, 'REMOTE_REFUSED', /does not take so much at once/],
  [429, null, 'NETWORK', /asked too often/],
  [507, null, 'NETWORK', /has trouble answering \(507\)/],
])('what is shared and answered with %i is told in words', async (...given) => {
  const [status, credentials, code, message] = given;
  const { server, repo, url, request } = await readyToShare();
  const body = 'Write access to repository not granted.';
  server.setFault('push', { kind: 'status', status, body });
  const failure = await failureOf(pushBranch(repo, accessTo(url, { credentials }), request));
  expect(failure).toMatchObject({ code, message });
});

test.each([
  [404, user, 'REMOTE_INVALID', /or your account may not see it/],
  [404, null, 'REMOTE_INVALID', /no shared wiki at this address on 127\.0\.0\.1\.$/],
  [403, null, 'REMOTE_REFUSED', /refused \(403\)/],
  [407, null, 'REMOTE_INVALID', /did not answer as a shared wiki does/],
  [511, null, 'NETWORK', /wants you to sign in first\. Open a browser/],
])('what is asked for and answered with %i is told in words', async (...given) => {
  const [status, credentials, code, message] = given;
  const server = await served();
  server.setFault('refs', { kind: 'status', status, body: '<html>' });
  const access = accessTo(`${server.origin}/wiki.git`, { credentials });
  expect(await failureOf(listRemoteRefs(access))).toMatchObject({ code, message });
});

test('a sign-in page of a guest network is told from a shared wiki, also where it is led to', async () => {
  const portal = await served();
  const body = Buffer.from('<html>Welcome to the hotel</html>');
  portal.setFault('refs', { kind: 'answer', body, contentType: 'text/html; charset=utf-8' });
  const server = await served();
  server.setFault('refs', { kind: 'redirect', to: (path) => `${portal.origin}/in${path}` });
  for (const { origin: place } of [portal, server]) {
    expect(await failureOf(listRemoteRefs(accessTo(`${place}/wiki.git`)))).toMatchObject({
      code: 'REMOTE_INVALID',
      message: /answered with a web page.*guest network, open a browser first/,
    });
  }
});

test.each([
  [
    'a protected branch',
    'error: GH006: Protected branch update failed for refs/heads/main.',
    'error: Changes must be made through a pull request.',
  ],
  [
    'a file that is too large',
    'error: File film.mp4 is 123.00 MB; this exceeds the file size limit of 100.00 MB',
    'error: GH001: Large files detected.',
  ],
  [
    'a full place',
    'Your push has been rejected, because this repository has exceeded its size limit.',
    'Please contact your GitLab administrator.',
  ],
])('%s is refused in the words of the place', async (_what, first, second) => {
  const { server, repo, url, request } = await readyToShare();
  await server.setHook('wiki', 'pre-receive', `echo '${first}' >&2; echo '${second}' >&2; exit 1`);
  expect(await pushBranch(repo, accessTo(url), request)).toEqual({
    kind: 'refused',
    message: `${first}\n${second}`,
  });
});

test('a token without a name is sent with one that every place takes', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki');
  await listRemoteRefs(accessTo(url, { credentials: { username: '', password: 'token' } }));
  const sent = Buffer.from('x-access-token:token').toString('base64');
  expect(server.seen.map(({ authorization }) => authorization)).toEqual([`Basic ${sent}`]);
});
