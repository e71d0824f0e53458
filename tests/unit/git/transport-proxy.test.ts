import { expect, test } from 'vitest';
import { parseProxy, proxyFor } from '../../../electron/git/transport/http/proxy.ts';

test.each([
  [
    'proxy.example:3128',
    { origin: 'http://proxy.example:3128', host: 'proxy.example', port: 3128 },
  ],
  ['http://proxy.example', { origin: 'http://proxy.example', port: 80, isSecure: false }],
  ['https://proxy.example/', { origin: 'https://proxy.example', port: 443, isSecure: true }],
  ['http://[::1]:8080', { origin: 'http://[::1]:8080', host: '::1', port: 8080 }],
  ['socks5h://[::1]', { origin: 'socks5h://[::1]:1080', host: '::1', port: 1080, version: 5 }],
  ['socks4a://ada@proxy.example:9', { origin: 'socks4a://proxy.example:9', findsNames: true }],
  [
    'http://ada:p%40ss@proxy.example:3128',
    {
      origin: 'http://proxy.example:3128',
      credentials: { username: 'ada', password: 'p@ss' },
    },
  ],
])('%s is the address of a proxy', (text, proxy) => {
  expect(parseProxy(text)).toMatchObject({ kind: 'proxy', proxy });
});

test.each([
  '',
  'http://',
  'two words',
  'socks6://x:1',
  'socks5://x/path',
  `socks5://${'x'.repeat(256)}@x`,
  'ftp://x',
  'http://x/path',
  'http://%zz@x',
])('"%s" is none', (text) => {
  expect(parseProxy(text).kind).toBe('invalid');
});

function isAsked(address: string, exempt: string): boolean {
  const sources = { chosen: '', chosenCredentials: null, personal: [] };
  const env = { https_proxy: 'http://proxy.example:3128', no_proxy: exempt };
  return proxyFor(new URL(address), { ...sources, env }) !== null;
}

test.each([
  ['https://wiki.example/x', '*'],
  ['https://wiki.example/x', 'other.org wiki.example'],
  ['https://wiki.example/x', 'WIKI.example'],
  ['https://sub.wiki.example/x', 'wiki.example'],
  ['https://sub.wiki.example/x', '.wiki.example'],
  ['https://sub.wiki.example/x', '*.wiki.example'],
  ['https://wiki.example:8443/x', 'wiki.example:8443'],
  ['https://wiki.example/x', 'wiki.example:443'],
  ['https://10.1.2.3/x', '10.0.0.0/8'],
  ['https://10.1.2.3/x', '10.1.2.3'],
  ['https://[fd00::7]/x', 'fd00::/8'],
  ['https://[::1]/x', '::1'],
  ['https://[::1]:8443/x', '[::1]:8443'],
])('%s is reached directly where "%s" is exempt', (address, exempt) => {
  expect(isAsked(address, exempt)).toBe(false);
});

test.each([
  ['https://wiki.example/x', ''],
  ['https://notwiki.example/x', 'wiki.example'],
  ['https://wiki.example/x', 'sub.wiki.example'],
  ['https://wiki.example/x', 'wiki.example:8443'],
  ['https://wiki.example/x', '.'],
  ['https://11.1.2.3/x', '10.0.0.0/8'],
  ['https://10.1.2.3/x', '2.3'],
  ['https://10.1.2.3/x', '10.0.0.0/99'],
])('%s is reached through the proxy where "%s" is exempt', (address, exempt) => {
  expect(isAsked(address, exempt)).toBe(true);
});
