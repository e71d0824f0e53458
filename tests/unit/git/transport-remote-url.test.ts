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
  ['git@github.com:team/wiki.git', 'ssh'],
  ['github.com:team/wiki.git', 'ssh'],
  ['ssh://git@host/wiki', 'ssh'],
  ['file:///srv/wiki', 'folder'],
  ['/srv/wiki.git', 'folder'],
  ['../wiki', 'folder'],
  ['~/wiki', 'folder'],
  ['C:\\wikis\\ours', 'folder'],
  ['\\\\server\\share', 'folder'],
  ['git://host/wiki', 'other'],
  ['ftp://host/wiki', 'other'],
])('%s is understood and said to be not supported yet', (text, scheme) => {
  const address = parseRemoteUrl(text);
  expect(address).toMatchObject({ kind: 'notSupportedYet', scheme });
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
])('%j is no address', (text) => {
  expect(parseRemoteUrl(text).kind).toBe('invalid');
});

test('whatever is pasted, no address holds a password and nothing throws', () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.string().map((part) => `https://u:${part}@h/p`),
  );
  fc.assert(
    fc.property(text, (pasted) => {
      const address = parseRemoteUrl(pasted);
      if (address.kind === 'http') expect(new URL(address.url).password).toBe('');
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
