import { describe, expect, it, test } from 'vitest';
import { madeWords, openedWords } from '../../../renderer/sync/parcel-words.ts';
import { placeName, testWords } from '../../../renderer/sync/place-words.ts';
import { joinFailure, addressHint } from '../../../renderer/welcome/join-words.ts';

describe('what testing a place brought', () => {
  it('is good news of an empty place and of one that holds this wiki', () => {
    expect(testWords({ kind: 'reached', isEmpty: true, isRelated: null }, 'web')).toMatchObject({
      kind: 'success',
      title: 'It is there, and still empty.',
    });
    expect(testWords({ kind: 'reached', isEmpty: false, isRelated: true }, 'web').kind).toBe(
      'success',
    );
  });

  it.each([false, null])(
    'warns of pages that may be of another wiki (related: %s)',
    (isRelated) => {
      const words = testWords({ kind: 'reached', isEmpty: false, isRelated }, 'folder');
      expect(words.kind).toBe('warning');
      expect(words.next).toContain('empty place');
    },
  );

  it('asks for the account on the web and for the key over SSH', () => {
    const asked = { kind: 'signIn', host: 'codeberg.org' } as const;
    expect(testWords(asked, 'web').title).toBe('codeberg.org is there and asks who you are.');
    expect(testWords(asked, 'ssh').next).toContain('key');
  });

  it('is no failure of a folder that holds no shared copy yet', () => {
    const failed = {
      kind: 'failed',
      code: 'REMOTE_INVALID',
      message: 'It holds none yet.',
    } as const;
    expect(testWords(failed, 'folder')).toMatchObject({
      kind: 'info',
      title: 'It holds none yet.',
    });
    expect(testWords(failed, 'web').kind).toBe('error');
  });

  it('says what failed and the next step', () => {
    expect(
      testWords({ kind: 'failed', code: 'NETWORK', message: 'No answer.' }, 'web'),
    ).toMatchObject({ kind: 'error', title: 'No answer.' });
    expect(testWords({ kind: 'failed', code: 'NETWORK', message: '' }, 'web').next).toContain(
      'online',
    );
  });
});

test('a place’s name keeps what can be kept of what a person called it', () => {
  expect(placeName('Büro NAS')).toBe('Buro-NAS');
  expect(placeName(' -stick ')).toBe('stick');
  expect(placeName('дом')).toBeNull();
  expect(placeName('')).toBeNull();
});

describe('what came of a parcel', () => {
  it('is told with its size and how many changes', () => {
    const made = { kind: 'made', file: '/x.bundle', commits: 1, sizeBytes: 2_500_000 } as const;
    expect(madeWords(made).title).toBe('The parcel is made: 1 change, 2.5 MB.');
    expect(madeWords({ kind: 'nothingNew' }).title).toContain('nothing new');
  });

  it('is told when it was opened, refused, or known already', () => {
    expect(openedWords({ kind: 'joined', commits: 3, openChoices: 0 })).toMatchObject({
      kind: 'success',
      title: 'The parcel is opened: 3 changes came with it.',
      next: 'They are joined with yours.',
    });
    expect(openedWords({ kind: 'joined', commits: 3, openChoices: 1 }).next).toContain('chooses');
    expect(openedWords({ kind: 'refused', message: 'Damaged.' })).toMatchObject({
      kind: 'error',
      title: 'Damaged.',
    });
    expect(openedWords({ kind: 'nothingNew' }).kind).toBe('info');
  });
});

describe('why a wiki could not be joined', () => {
  const failure = (code: 'AUTH_REQUIRED' | 'NETWORK' | 'REMOTE_INVALID', data = {}) => ({
    code,
    message: 'No.',
    data,
  });

  it('comes with a next step that fits the kind of address', () => {
    expect(joinFailure(failure('AUTH_REQUIRED'), 'ssh').next).toContain('SSH key');
    expect(joinFailure(failure('NETWORK', { absent: true }), 'folder').next).toContain('Plug in');
    expect(joinFailure(failure('NETWORK'), 'folder').next).toContain('folder');
    expect(joinFailure(failure('NETWORK'), 'web').next).toContain('online');
    expect(joinFailure(failure('REMOTE_INVALID'), 'folder').next).toContain('shared copy');
    expect(joinFailure(failure('REMOTE_INVALID'), 'parcel').next).toBeNull();
  });

  it('is said beside what was recognised', () => {
    expect(addressHint(null)).toContain('/media/you/stick');
    expect(addressHint('parcel')).toContain('everything');
  });
});
