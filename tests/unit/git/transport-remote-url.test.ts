import { homedir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanRemoteText } from '../../../electron/git/transport/remote-text.ts';
import { parseRemoteUrl } from '../../../electron/git/transport/remote-url.ts';

test('a web address is kept as it is, without the slash at its end', () => {
  expect(parseRemoteUrl('  https://example.org/team/wiki.git/ ')).toEqual({
    kind: 'http',
    url: 'https://example.org/team/wiki.git',
    origin: 'https://example.org',
    credentials: null,
  });
});

test('a name and a password inside an address are taken out of it', () => {
  expect(parseRemoteUrl('http://ada:p%40ss@host:8080/w')).toEqual({
    kind: 'http',
    url: 'http://host:8080/w',
    origin: 'http://host:8080',
    credentials: { username: 'ada', password: 'p@ss' },
  });
});

test.each([
  ['git@github.com:team/wiki.git', 'git', 'github.com', null, 'team/wiki.git'],
  ['github.com:team/our wiki', null, 'github.com', null, 'team/our wiki'],
  ['our-alias:~ada/wiki', null, 'our-alias', null, '~ada/wiki'],
  ['ada@[fe80::1%eth0]:wiki', 'ada', 'fe80::1%eth0', null, 'wiki'],
  ['ssh://git@host/srv/wiki', 'git', 'host', null, '/srv/wiki'],
  ['ssh://git@host:2222/srv/our%20wiki', 'git', 'host', 2222, '/srv/our wiki'],
  ['git+ssh://host/~ada/wiki', null, 'host', null, '~ada/wiki'],
  ['ssh://[::1]:22/w', null, '::1', 22, '/w'],
])('%s is an SSH address', (text, user, host, port, path) => {
  expect(parseRemoteUrl(text)).toMatchObject({ kind: 'ssh', user, host, port, path });
});

test('an SSH address says whose computer it is about, and stays one that git understands', () => {
  expect(parseRemoteUrl('git+ssh://git@host:2222/w')).toMatchObject({
    url: 'ssh://git@host:2222/w',
    origin: 'ssh://git@host:2222',
  });
  expect(parseRemoteUrl('git@host:w')).toMatchObject({
    url: 'git@host:w',
    origin: 'ssh://git@host',
  });
});

test.each([
  ['/srv/wiki.git/', '/srv/wiki.git'],
  ['/media/ada/USB STICK/a/../wiki', '/media/ada/USB STICK/wiki'],
  ['file:///srv/our%20wiki', '/srv/our wiki'],
  ['file://localhost/srv/wiki', '/srv/wiki'],
  ['~/wiki', join(homedir(), 'wiki')],
  ['C:\\wikis\\ours\\', 'C:\\wikis\\ours'],
  ['D:/', 'D:\\'],
  ['\\\\server\\share\\wiki', '\\\\server\\share\\wiki'],
  ['file://server/share/wiki', '\\\\server\\share\\wiki'],
  ['file:///C:/wikis/ours', 'C:\\wikis\\ours'],
])('%s is a folder', (text, dir) => {
  expect(parseRemoteUrl(text)).toEqual({ kind: 'folder', url: dir, origin: dir, dir });
});

test('a file that ends with .bundle is a parcel', () => {
  expect(parseRemoteUrl('/media/stick/Our Wiki.Bundle')).toEqual({
    kind: 'bundle',
    url: '/media/stick/Our Wiki.Bundle',
    origin: '/media/stick/Our Wiki.Bundle',
    file: '/media/stick/Our Wiki.Bundle',
  });
});

test.each([
  '',
  'wiki',
  '--upload-pack=touch /tmp/x',
  '-oProxyCommand=x',
  'ext::sh -c x',
  'ext::sh',
  'https://',
  'https://ex ample.org/w',
  'https://example.org/w\nhttps://evil.example',
  'https://example.org/\u202ew',
  'https://example.org/w?x=1',
  'https://example.org/w#x',
  'https://a:%zz@example.org/w',
  `https://example.org/${'w'.repeat(3000)}`,
  'git://host/wiki',
  '\\\\',
  '\\\\server',
  'file://server/',
  'ftp://host/wiki',
  '../wiki',
  '~ada/wiki',
  'ssh://-oProxyCommand=touch%20x/w',
  'ssh://-oProxyCommand=touch@host/w',
  'ssh://git:secret@host/w',
  'ssh://host',
  'ssh://host/',
  'ssh://host:99999/w',
  'ssh://host/%0aw',
  'ssh://ho;st/w',
  '-oProxyCommand=x:w',
  'a@-oProxyCommand=x:w',
  'git@host:-upload',
  'git@host:',
  'git@ho$(x)st:w',
  'file:///srv/%0awiki',
  'file:///srv/%zz',
  'file://',
])('%j is no address', (text) => {
  expect(parseRemoteUrl(text).kind).toBe('invalid');
});

test.each(['file:///srv/wiki%20', 'file:///srv/wiki /', '/srv/wiki /', 'C:\\wiki \\'])(
  'the folder of %j keeps the space at the end of its name',
  (text) => {
    const address = parseRemoteUrl(text);
    expect(address).toMatchObject({ kind: 'folder' });
    expect(address).toHaveProperty('dir', expect.stringMatching(/wiki $/u));
    expect(parseRemoteUrl('url' in address ? address.url : '')).toEqual(address);
  },
);

test('whatever is pasted, no address holds a password and nothing throws', () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.string().map((part) => `https://u:${part}@h/p`),
    fc.string().map((part) => `ssh://${part}`),
    fc.string().map((part) => `git@${part}`),
    fc.string().map((part) => `/${part}`),
    fc.string().map((part) => `file:///${part}`),
    fc.string().map((part) => `C:\\${part}`),
  );
  fc.assert(
    fc.property(text, (pasted) => {
      const address = parseRemoteUrl(pasted);
      if (address.kind === 'http') expect(new URL(address.url).password).toBe('');
      // What is kept is read again as the same place.
      if (address.kind !== 'invalid') {
        expect(parseRemoteUrl(address.url)).toMatchObject({ kind: address.kind, url: address.url });
      }
    }),
  );
});

test('what a remote says is shown without terminal codes, hidden characters and passwords', () => {
  const escape = String.fromCharCode(27);
  expect(
    cleanRemoteText(`${escape}[1;31mNo\u0007${escape}[0m\r\n\u202e  https://ada:pw@host/x  \r\r`),
  ).toBe('No\nhttps://host/x');
  expect(cleanRemoteText('x'.repeat(100_000)).length).toBeLessThan(2100);
});
