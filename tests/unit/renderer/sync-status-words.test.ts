import { describe, expect, it, test } from 'vitest';
import { nextStep } from '../../../renderer/client/next-step.ts';
import { placeTitle, placeWords, statusWords } from '../../../renderer/sync/status-words.ts';
import type { RemoteStatus, SyncStatus } from '../../../shared/contract/methods-sync.ts';

const nowMs = new Date(2026, 5, 10, 10, 30).getTime();

function remote(changes: Partial<RemoteStatus> = {}): RemoteStatus {
  return {
    name: 'origin',
    url: 'https://codeberg.org/ana/garden.git',
    kind: 'web',
    state: { kind: 'idle' },
    ahead: 0,
    behind: 0,
    lastSyncedMs: 1,
    note: null,
    ...changes,
  };
}

const status = (changes: Partial<SyncStatus> = {}): SyncStatus => ({
  state: { kind: 'idle' },
  ahead: 0,
  behind: 0,
  lastSyncedMs: 1,
  remotes: [remote()],
  openChoices: 0,
  quarantined: [],
  ...changes,
});
const words = (changes: Partial<SyncStatus>) => statusWords(status(changes));
const place = (changes: Partial<RemoteStatus>) => placeWords(remote(changes), nowMs);
const offline = { kind: 'offline', retryAtMs: null } as const;
const failed = (code: string) =>
  ({ kind: 'error', code, message: 'It was refused.', retryAtMs: null }) as const;

describe('the words for how sharing stands as a whole', () => {
  it('say in few words what there is', () => {
    expect(words({}).short).toBe('All shared');
    expect(words({ ahead: 1 }).short).toBe('1 change waiting');
    expect(words({ ahead: 3 }).short).toBe('3 changes waiting');
    expect(words({ behind: 2 }).short).toBe('2 to get');
    expect(words({ ahead: 3, behind: 2 }).short).toBe('3 waiting, 2 to get');
    expect(words({ state: { kind: 'noRemote' }, remotes: [] }).short).toBe('Not shared yet');
    expect(words({ state: offline }).short).toBe('Offline');
    expect(words({ state: { kind: 'absent' }, ahead: 2 }).short).toBe('Not plugged in, 2 waiting');
    expect(words({ state: { kind: 'paused' } }).short).toBe('Paused');
    expect(words({ state: { kind: 'signIn', host: 'h' } }).short).toBe('Sign in');
    expect(words({ state: { kind: 'syncing', phase: 'Sharing' } }).short).toBe('Sharing…');
    expect(words({ state: failed('DISK') }).short).toBe('Sharing failed');
    expect(words({ state: { kind: 'unknown' }, ahead: null, behind: null }).short).toBe(
      'Not checked yet',
    );
  });

  it('do not say that all is shared while a place was never asked', () => {
    const stick = remote({ name: 'stick', ahead: null, behind: null, state: { kind: 'unknown' } });
    const remotes = [remote(), stick];
    expect(words({ remotes })).toMatchObject({ short: 'Not checked everywhere' });
    expect(words({ remotes }).long).toContain('has not asked stick for changes yet');
    expect(words({ remotes, ahead: 3 }).short).toBe('3 changes waiting');
    const paused = { ...stick, state: { kind: 'paused' } as const };
    expect(words({ remotes: [remote(), paused] }).short).toBe('All shared');
  });

  it('put what keeps a place from sharing before an open choice, and that before what can wait', () => {
    expect(words({ openChoices: 1, state: failed('DISK') }).short).toBe('Sharing failed');
    expect(words({ openChoices: 1, ahead: 3 }).short).toBe('1 choice open');
    expect(words({ openChoices: 2, state: offline }).tone).toBe('attention');
  });

  it('do not say that sharing waits for a choice', () => {
    expect(words({ openChoices: 1 }).long).toContain('sharing goes on meanwhile');
  });

  it('say what happens with the writer’s changes while a place is away', () => {
    expect(words({ ahead: 2, state: offline }).long).toContain('2 changes of yours wait here');
    expect(words({ ahead: 1, state: { kind: 'absent' } }).long).toContain(
      '1 change of yours waits here',
    );
  });

  it('name the place that is meant where there are several', () => {
    const stick = remote({ name: 'stick', kind: 'folder', state: { kind: 'absent' } });
    const remotes = [remote(), stick];
    expect(words({ remotes, state: { kind: 'absent' } }).long).toMatch(/^stick is not plugged in/);
    const refused = [remote({ state: failed('REMOTE_REFUSED') }), stick];
    expect(words({ remotes: refused, state: failed('REMOTE_REFUSED') }).long).toBe(
      'codeberg.org: It was refused.',
    );
  });
});

describe('the words for one place', () => {
  it('count what waits on either side', () => {
    expect(place({}).short).toBe('All shared');
    expect(place({ ahead: 3 }).short).toBe('3 changes waiting');
    expect(place({ behind: 2 }).short).toBe('2 new changes there');
    expect(place({ behind: 1 }).short).toBe('1 new change there');
    expect(place({ ahead: 1, behind: 2 }).short).toBe('1 change waiting, 2 new changes there');
    expect(place({ state: { kind: 'unknown' }, ahead: null, behind: null }).short).toBe(
      'Not checked yet',
    );
  });

  it('say when a place is tried again, with the day where that is not today', () => {
    const later = (retryAtMs: number) => place({ state: { kind: 'offline', retryAtMs } }).short;
    expect(later(nowMs + 12 * 60_000)).toMatch(/^Offline: trying again at 10.42/);
    expect(later(new Date(2026, 5, 11, 9, 0).getTime())).toContain('Thursday');
    expect(later(nowMs - 1)).toBe('Offline: trying again soon');
    expect(place({ state: offline }).short).toBe('Offline');
  });

  it('say that own changes are safe while the place is away', () => {
    expect(place({ state: offline, ahead: 2 }).next).toContain(
      '2 changes of yours wait here, safely',
    );
    expect(place({ state: { kind: 'absent' }, kind: 'folder' })).toMatchObject({
      short: 'Not plugged in',
      tone: 'waiting',
    });
  });

  it('ask for a sign-in on the web, and for a key over SSH', () => {
    const state = { kind: 'signIn', host: 'codeberg.org' } as const;
    expect(place({ state })).toMatchObject({ short: 'Asks who you are', tone: 'attention' });
    expect(place({ state }).next).toContain('password');
    expect(place({ state, kind: 'ssh' }).next).toContain('SSH key');
  });

  it('say what failed and what to do', () => {
    expect(place({ state: failed('REMOTE_REFUSED') }).next).toBe(
      'It was refused. Ask whoever runs that place whether you may write there.',
    );
    expect(place({ state: failed('INTERNAL') }).next).toBe('It was refused.');
  });

  it('say of a paused place what waits for it', () => {
    expect(place({ state: { kind: 'paused' }, ahead: 3 }).short).toBe('Paused, 3 changes waiting');
    expect(place({ state: { kind: 'paused' } }).short).toBe('Paused');
  });
});

test('a place is called as a person named it, else by its server or the folder around its copy', () => {
  expect(placeTitle(remote({ name: 'stick' }))).toBe('stick');
  expect(placeTitle(remote())).toBe('codeberg.org');
  expect(placeTitle(remote({ url: 'git@codeberg.org:ana/garden.git' }))).toBe('codeberg.org');
  expect(placeTitle(remote({ url: 'ssh://git@example.org:2222/garden' }))).toBe('example.org');
  expect(placeTitle(remote({ url: '/media/ana/stick/Garden.git' }))).toBe('stick');
  expect(placeTitle(remote({ url: 'C:\\Wikis\\garden' }))).toBe('garden');
});

test('no words for sharing name a part of git', () => {
  const states: readonly RemoteStatus['state'][] = [
    { kind: 'unknown' },
    { kind: 'idle' },
    { kind: 'paused' },
    offline,
    { kind: 'absent' },
    { kind: 'signIn', host: '' },
    failed('AUTH_REQUIRED'),
    failed('REMOTE_INVALID'),
    failed('REMOTE_REFUSED'),
  ];
  const text = states
    .flatMap((state) =>
      [0, 1, 2].flatMap((count) => [
        words({ state, ahead: count, behind: count, remotes: [remote({ state })] }),
        words({ state, openChoices: count }),
        place({ state, ahead: count, behind: count }),
        place({ state, kind: 'ssh' }),
      ]),
    )
    .map((each) => Object.values(each).join(' '))
    .join(' ');
  expect(text).toContain('All shared');
  expect(text).not.toMatch(
    /\b(push|pull|fetch|clone|commit|merge|branch|remote|origin|head|repo|repository|conflict)/i,
  );
});

test('the failures a person can act on come with a next step', () => {
  expect(nextStep('NETWORK')).toContain('online');
  expect(nextStep('INTERNAL')).toBeNull();
});
