import { expect, test } from 'vitest';
import { addressKind, cleanAddress } from '../../../renderer/client/address.ts';

test.each([
  ['https://codeberg.org/ana/garden.git', 'web'],
  ['HTTP://localhost:3000/garden', 'web'],
  ['codeberg.org/ana/garden', 'web'],
  ['git@codeberg.org:ana/garden.git', 'ssh'],
  ['ssh://git@codeberg.org:22/ana/garden.git', 'ssh'],
  ['server:wikis/garden', 'ssh'],
  ['/media/ana/stick', 'folder'],
  ['~/wikis/garden.git', 'folder'],
  ['C:\\Wikis\\garden', 'folder'],
  ['D:/garden.git', 'folder'],
  ['\\\\nas\\wikis\\garden.git', 'folder'],
  ['file:///srv/garden.git', 'folder'],
  ['/media/ana/stick/garden 2026-05-01.bundle', 'parcel'],
  ['E:\\garden.BUNDLE', 'parcel'],
  ['', null],
  ['garden', null],
  ['http', null],
])('%s is recognised as %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test('what is pasted with an address is taken off', () => {
  const address = 'https://codeberg.org/ana/garden.git';
  expect(cleanAddress(`  ${address}\n`)).toBe(address);
  expect(cleanAddress(`git clone ${address}`)).toBe(address);
  expect(cleanAddress(`git remote add origin ${address}`)).toBe(address);
  expect(cleanAddress(`<${address}>`)).toBe(address);
  expect(cleanAddress('"C:\\Our wikis\\garden"')).toBe('C:\\Our wikis\\garden');
});

test('an address as browsers show it gets its beginning back, a folder stays as it is', () => {
  expect(cleanAddress('codeberg.org/ana/garden')).toBe('https://codeberg.org/ana/garden');
  expect(cleanAddress('/srv/example.org/garden')).toBe('/srv/example.org/garden');
});
