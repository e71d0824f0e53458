import { expect, test } from 'vitest';
import {
  canSaveByItself,
  isUnsaved,
  nextSession,
  type SaveEvent,
  startSession,
} from '../../../renderer/editor/save-session.ts';
import { oid } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

const blobA = oid.parse('a'.repeat(40));
const blobB = oid.parse('b'.repeat(40));
const path = toPagePath('A.md');
if (path === null) throw new Error('no path');
const saved = { kind: 'saved', blob: blobB, commit: blobB, page: { path, title: 'A' } } as const;
const start = startSession(blobA, 'old', 'old');
const after = (...events: SaveEvent[]) => events.reduce(nextSession, start);

test('a session begins clean, and unsaved when it begins with other text', () => {
  expect(start.status.kind).toBe('clean');
  expect(isUnsaved(startSession(blobA, 'old', 'draft'))).toBe(true);
  expect(isUnsaved(startSession(null, '', ''))).toBe(true);
});

test('an edit that is taken back is clean again', () => {
  expect(after({ kind: 'edited' }, { kind: 'measured', text: 'old' }).status.kind).toBe('clean');
  expect(after({ kind: 'edited' }, { kind: 'measured', text: 'new' }).status.kind).toBe('dirty');
});

test('a save moves the base to what was sent', () => {
  const session = after(
    { kind: 'edited' },
    { kind: 'saveAsked', text: 'new', by: 'person' },
    { kind: 'answered', outcome: saved },
  );
  expect(session).toMatchObject({ base: blobB, baseText: 'new', status: { kind: 'saved' } });
});

test('what is typed while a save is under way stays unsaved', () => {
  const session = after(
    { kind: 'saveAsked', text: 'new', by: 'person' },
    { kind: 'edited' },
    { kind: 'answered', outcome: saved },
  );
  expect(session.status.kind).toBe('dirty');
});

test('a stale answer keeps the base, so that nothing can be overwritten unseen', () => {
  const session = after(
    { kind: 'saveAsked', text: 'new', by: 'person' },
    { kind: 'answered', outcome: { kind: 'stale', text: 'theirs', blob: blobB, change: null } },
  );
  expect(session).toMatchObject({ base: blobA, status: { kind: 'stale', mine: 'new' } });
  const rebased = nextSession(session, { kind: 'rebased', base: blobB, baseText: 'theirs' });
  expect(rebased).toMatchObject({ base: blobB, status: { kind: 'dirty' }, arrival: null });
});

test('a failure is shown and the text stays unsaved', () => {
  const session = after(
    { kind: 'saveAsked', text: 'new', by: 'person' },
    { kind: 'failed', message: 'Full.' },
  );
  expect(session.status).toEqual({ kind: 'failed', message: 'Full.' });
  expect(isUnsaved(session)).toBe(true);
});

test('what others wrote moves the base, and is told until the person has seen it', () => {
  const ana = { name: 'Ana', email: 'ana@example.org' };
  const joined = { kind: 'joined', base: blobB, baseText: 'theirs', change: null } as const;
  const session = after({ kind: 'edited' }, joined, { kind: 'named', by: ana });
  expect(session).toMatchObject({ base: blobB, status: { kind: 'dirty' }, arrival: null });
  expect(session.came).toEqual({ from: 'old', to: 'theirs', by: [ana] });
  const again = nextSession(session, { ...joined, base: blobA, baseText: 'more' });
  expect(again.came).toEqual({ from: 'old', to: 'more', by: [ana] });
  expect(nextSession(again, { kind: 'cameSeen' }).came).toBeNull();
  expect(nextSession(session, { kind: 'measured', text: 'theirs' }).status.kind).toBe('clean');
});

test('a clash keeps the base, and is a question only when the person asks for it', () => {
  const theirs = { kind: 'stale', text: 'theirs', blob: blobB, change: null } as const;
  const session = after(
    { kind: 'edited' },
    { kind: 'arrived', arrival: { kind: 'clash', theirs } },
  );
  expect(session).toMatchObject({ base: blobA, status: { kind: 'dirty' } });
  const asked = nextSession(session, { kind: 'choiceAsked', mine: 'new' });
  expect(asked.status).toEqual({ kind: 'stale', theirs, mine: 'new' });
  expect(nextSession(asked, { kind: 'setAside' })).toEqual(session);
  const settled = nextSession(asked, { kind: 'rebased', base: blobB, baseText: 'theirs' });
  expect(settled).toMatchObject({ base: blobB, arrival: null, status: { kind: 'dirty' } });
});

test('a stale answer to a save that nobody asked for asks nothing, and keeps the text unsaved', () => {
  const session = after(
    { kind: 'edited' },
    { kind: 'saveAsked', text: 'new', by: 'itself' },
    { kind: 'answered', outcome: { kind: 'stale', text: 'theirs', blob: blobB, change: null } },
  );
  expect(session).toMatchObject({
    base: blobA,
    status: { kind: 'dirty' },
    arrival: { kind: 'changed' },
  });
});

test('only typed text may be saved by itself, and not while a question about it is open', () => {
  expect(canSaveByItself(startSession(null, '', '# New\n'))).toBe(false);
  expect(canSaveByItself(startSession(blobA, 'old', 'draft', 'kept'))).toBe(true);
  expect(canSaveByItself(after({ kind: 'edited' }))).toBe(true);
  expect(canSaveByItself(after({ kind: 'edited' }, { kind: 'unwritable' }))).toBe(false);
  const stale = after(
    { kind: 'edited' },
    { kind: 'saveAsked', text: 'new', by: 'person' },
    { kind: 'answered', outcome: { kind: 'stale', text: 'theirs', blob: blobB, change: null } },
  );
  expect(canSaveByItself(stale)).toBe(false);
});
