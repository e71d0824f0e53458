import { describe, expect, it } from 'vitest';
import { nextStep, statusWords } from '../../../renderer/sync/status-words.ts';
import { webAddressOf } from '../../../renderer/sync/web-address.ts';
import type { SyncStatus } from '../../../shared/contract/methods-sync.ts';

function words(changes: Partial<SyncStatus>) {
  return statusWords({
    state: { kind: 'idle' },
    ahead: 0,
    behind: 0,
    lastSyncedMs: 1,
    openChoices: 0,
    quarantined: [],
    ...changes,
  });
}

describe('the words for how sharing stands', () => {
  it('say in few words what there is', () => {
    expect(words({}).short).toBe('All shared');
    expect(words({ ahead: 1 }).short).toBe('1 change waiting');
    expect(words({ ahead: 3 }).short).toBe('3 changes waiting');
    expect(words({ behind: 2 }).short).toBe('2 to get');
    expect(words({ state: { kind: 'noRemote' } }).short).toBe('Not shared yet');
    expect(words({ state: { kind: 'offline', retryAtMs: null } }).short).toBe('Offline');
    expect(words({ state: { kind: 'signIn', host: 'h' } }).short).toBe('Sign in');
    expect(words({ state: { kind: 'unknown' }, ahead: null, behind: null }).short).toBe(
      'Not checked yet',
    );
  });

  it('put an open choice before all that can wait', () => {
    expect(words({ openChoices: 1, ahead: 3 }).short).toBe('Needs your choice');
    expect(words({ openChoices: 1, state: { kind: 'offline', retryAtMs: null } }).tone).toBe(
      'attention',
    );
  });

  it('say what happens with the writer’s changes while offline', () => {
    expect(words({ ahead: 2, state: { kind: 'offline', retryAtMs: null } }).long).toContain(
      '2 changes of yours wait here',
    );
  });

  it('stay calm where the folder’s place is of a kind that cannot be shared with yet', () => {
    const { short, tone } = words({
      state: { kind: 'error', code: 'NOT_SUPPORTED_HERE', message: 'SSH', retryAtMs: null },
    });
    expect(short).toBe('Sharing not set up');
    expect(tone).toBe('calm');
  });

  it('name no part of git', () => {
    const all = [
      words({}),
      words({ ahead: 1, behind: 1 }),
      words({ openChoices: 2 }),
      words({ state: { kind: 'noRemote' } }),
      words({ state: { kind: 'signIn', host: '' } }),
    ];
    const text = all.map(({ short, long }) => `${short} ${long}`).join(' ');
    expect(text).not.toMatch(/\b(push|pull|fetch|commit|merge|branch|remote|repo|conflict)/i);
  });

  it('give a next step for the failures a person can act on', () => {
    expect(nextStep('NETWORK')).toContain('online');
    expect(nextStep('INTERNAL')).toBeNull();
  });
});

describe('the web address suggested in place of another', () => {
  it('is that of the same place, for the two forms of SSH addresses', () => {
    const expected = 'https://codeberg.org/ana/garden.git';
    expect(webAddressOf('git@codeberg.org:ana/garden.git')).toBe(expected);
    expect(webAddressOf('ssh://git@codeberg.org:22/ana/garden.git')).toBe(expected);
  });

  it('is empty for a folder', () => {
    expect(webAddressOf('/srv/garden.git')).toBe('');
    expect(webAddressOf('file:///srv/garden.git')).toBe('');
    expect(webAddressOf('C:\\wiki')).toBe('');
  });
});
