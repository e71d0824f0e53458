import type { ErrorCode } from '../../shared/contract/errors.ts';
import type { MethodName } from '../../shared/contract/methods.ts';

/** Where a door's wiki is, and what git says about it. */
export interface Place {
  readonly wiki: string;
  readonly wikiDir: string;
  readonly homeDir: string;
  /** The blob of `Home.md` and the first commit, the same for every door. */
  readonly homeBlob: string;
  readonly commit: string;
}

export interface Case {
  /** Inputs that the method answers with `ok`, asked one after the other. */
  readonly valid: readonly ((place: Place) => unknown)[];
  readonly invalid: unknown;
  /** What is answered depends on what the host can do, so it is not compared between doors. */
  readonly isOfHost?: true;
  /** What the wiki of this test can't do: then the valid inputs are answered with this code. */
  readonly fails?: ErrorCode;
}

const unknownOid = 'f'.repeat(40);
const nothing = () => ({});
const inWiki =
  (more: object = {}) =>
  ({ wiki }: Place) => ({ wiki, ...more });
const author = { name: 'Ada Writer', email: 'ada@example.org' };
const noWiki = { wiki: 'none' };
const noChange = { length: 1, start: 0, end: 0, text: '' };
const outside = (more: object = {}) => ({ wiki: '0'.repeat(16), path: '../outside.md', ...more });

/** Every method of the contract, in an order in which each still finds what it needs. */
export const cases: Readonly<Record<MethodName, Case>> = {
  'app.capabilities': { valid: [nothing], invalid: 5, isOfHost: true },
  'app.settings': { valid: [nothing], invalid: 'text' },
  'app.updateSettings': {
    valid: [() => ({ theme: 'dark' }), () => ({ sidebar: false })],
    invalid: { theme: 'pink' },
  },
  'app.setSpelling': { valid: [() => ({ languages: ['de'] })], invalid: { languages: 'de' } },
  'app.pickFolder': { valid: [() => ({ title: 'x' })], invalid: {}, isOfHost: true },
  'app.openExternal': {
    valid: [() => ({ url: 'https://example.org/' })],
    invalid: { url: 'file:///etc/passwd' },
    isOfHost: true,
  },
  'app.showInFolder': {
    valid: [({ wikiDir }) => ({ dir: wikiDir })],
    invalid: { dir: 5 },
    isOfHost: true,
  },
  'folder.list': { valid: [({ wikiDir }) => ({ dir: wikiDir })], invalid: { dir: 5 } },
  'job.cancel': { valid: [() => ({ job: 'no-such-job' })], invalid: { job: '' } },
  'job.state': { valid: [() => ({ job: 'no-such-job' })], invalid: { job: 'x'.repeat(65) } },
  'wiki.recent': { valid: [nothing], invalid: [] },
  'wiki.open': {
    valid: [({ wikiDir }) => ({ dir: wikiDir }), ({ homeDir }) => ({ dir: `${homeDir}/none` })],
    invalid: {},
  },
  'wiki.create': {
    valid: [
      ({ homeDir }) => ({ parentDir: homeDir, name: 'Made here', author }),
      ({ homeDir }) => ({ parentDir: `${homeDir}/none`, name: 'Nowhere' }),
    ],
    invalid: { parentDir: '/', name: '' },
  },
  'wiki.openSample': { valid: [nothing], invalid: 1 },
  'wiki.join': {
    valid: [({ homeDir }) => ({ url: 'not an address', parentDir: homeDir })],
    invalid: { url: '', parentDir: '/' },
  },
  'wiki.forget': { valid: [({ homeDir }) => ({ dir: `${homeDir}/none` })], invalid: {} },
  'wiki.summary': { valid: [inWiki()], invalid: noWiki },
  'wiki.holders': { valid: [inWiki()], invalid: noWiki, isOfHost: true },
  'wiki.author': { valid: [inWiki()], invalid: noWiki },
  'wiki.setAuthor': {
    valid: [inWiki({ author })],
    invalid: { wiki: '0'.repeat(16), author: { name: ' ', email: 'x@y' } },
  },
  'wiki.outsideChanges': { valid: [inWiki()], invalid: noWiki },
  'wiki.recordOutsideChanges': { valid: [inWiki()], invalid: noWiki },
  'wiki.check': { valid: [inWiki()], invalid: noWiki },
  'wiki.recentChanges': { valid: [inWiki({ limit: 5 })], invalid: { ...noWiki, limit: 0 } },
  'page.list': { valid: [inWiki()], invalid: noWiki },
  'page.read': {
    valid: [
      inWiki({ path: 'Home.md' }),
      inWiki({ path: 'Nowhere.md' }),
      inWiki({ path: 'Broken.md' }),
    ],
    invalid: outside(),
  },
  'page.resolveLinks': {
    valid: [inWiki({ from: 'Home.md', targets: ['Other', 'Wanted', 'Folder/Deep', 'x.png'] })],
    invalid: outside({ from: 'Home.md', targets: 'Other' }),
  },
  'page.backlinks': { valid: [inWiki({ path: 'Other.md' })], invalid: outside() },
  'page.pathForTitle': {
    valid: [inWiki({ title: 'New one' }), inWiki({ title: 'Other' })],
    invalid: inWikiOf({ title: '' }),
  },
  'page.save': {
    valid: [
      ({ wiki, homeBlob }) => ({ wiki, path: 'Home.md', text: 'New text\n', base: homeBlob }),
      ({ wiki, homeBlob }) => ({ wiki, path: 'Home.md', text: 'Too late\n', base: homeBlob }),
      inWiki({ path: 'Added.md', text: 'See [[Other]].\n', base: null, summary: 'Adds a page' }),
    ],
    invalid: outside({ text: 'x', base: null }),
  },
  'file.add': {
    valid: [
      inWiki({ name: 'A cat.png', bytes: 'iVBORw0KGgo=' }),
      inWiki({ name: '../../notes.TXT', bytes: 'bm90ZXM=' }),
    ],
    invalid: inWikiOf({ name: 'x.png', bytes: 'no base64!' }),
  },
  'file.showInFolder': {
    valid: [inWiki({ path: 'Home.md' })],
    invalid: inWikiOf({ path: 5 }),
    isOfHost: true,
  },
  'page.rename': {
    valid: [inWiki({ path: 'Added.md', to: 'Moved' }), inWiki({ path: 'Gone.md', to: 'X' })],
    invalid: outside({ to: 'X' }),
  },
  'page.delete': {
    valid: [inWiki({ path: 'Other.md', base: unknownOid })],
    invalid: outside({ base: 'no oid' }),
  },
  'draft.save': {
    valid: [inWiki({ path: 'Home.md', text: 'Unsaved\n', base: null })],
    invalid: outside({ text: 5 }),
  },
  'draft.change': {
    valid: [
      inWiki({ path: 'Home.md', ...noChange, since: null, base: unknownOid }),
      inWiki({ path: 'Home.md', ...noChange, since: 5, base: null }),
    ],
    invalid: outside({ ...noChange, since: null, base: null, start: -1 }),
  },
  'writer.hold': {
    valid: [() => ({ client: 'a', writer: 'b' })],
    invalid: { client: '', writer: 'b' },
  },
  'writer.letGo': { valid: [() => ({ client: 'a', writer: 'b' })], invalid: { client: 'a' } },
  'client.left': { valid: [() => ({ client: 'a' })], invalid: { client: 5 } },
  'draft.list': { valid: [inWiki()], invalid: noWiki },
  'draft.discard': { valid: [inWiki({ path: 'Home.md' })], invalid: outside() },
  'history.page': {
    valid: [inWiki({ path: 'Home.md' }), inWiki({ path: 'Nowhere.md' })],
    invalid: outside({ limit: 501 }),
  },
  'history.text': {
    valid: [({ wiki, commit }) => ({ wiki, path: 'Home.md', commit })],
    invalid: outside({ commit: 'HEAD' }),
  },
  'history.restore': {
    valid: [({ wiki, commit }) => ({ wiki, path: 'Home.md', commit, base: unknownOid })],
    invalid: outside({ commit: unknownOid, base: null }),
  },
  'search.query': {
    valid: [inWiki({ query: 'welcome' }), inWiki({ query: '' })],
    invalid: inWikiOf({ query: 'x', limit: 0 }),
  },
  'search.titles': {
    valid: [inWiki({ query: 'oth' })],
    invalid: inWikiOf({ query: 'x'.repeat(201) }),
  },
  'search.tags': { valid: [inWiki()], invalid: noWiki },
  'search.tagged': { valid: [inWiki({ tag: 'garden' })], invalid: inWikiOf({ tag: 5 }) },
  'search.state': { valid: [inWiki()], invalid: noWiki },
  'history.blame': {
    valid: [inWiki({ path: 'Home.md' }), inWiki({ path: 'Nowhere.md' })],
    invalid: outside(),
  },
  'history.deleted': { valid: [inWiki()], invalid: inWikiOf({ limit: 0 }) },
  'sync.now': { valid: [inWiki()], invalid: noWiki, fails: 'REMOTE_INVALID' },
  'sync.status': { valid: [inWiki()], invalid: noWiki },
  'sync.preferences': { valid: [inWiki()], invalid: noWiki },
  'sync.updatePreferences': {
    valid: [inWiki({ isAutomatic: false }), inWiki({ everyMinutes: 5, recordOutside: 'ask' })],
    invalid: inWikiOf({ everyMinutes: 0 }),
  },
  'sync.addRemote': {
    valid: [
      inWiki({ url: 'https://user:secret@example.org/w.git' }),
      inWiki({ url: 'https://example.org/w.git' }),
      inWiki({ url: 'git@example.org:w.git', name: 'second' }),
      inWiki({ url: 'gopher://example.org/w' }),
      ({ wiki, homeDir }) => ({ wiki, url: homeDir }),
      ({ wiki, homeDir }) => ({ wiki, url: homeDir, create: true, name: 'folder' }),
      ({ wiki, wikiDir }) => ({ wiki, url: wikiDir }),
    ],
    invalid: inWikiOf({ url: ' ' }),
  },
  'sync.changeRemote': {
    valid: [inWiki({ name: 'second', url: 'https://example.org/second.git' })],
    invalid: inWikiOf({ name: '../x', url: 'https://example.org/w.git' }),
  },
  'sync.testRemote': {
    valid: [
      ({ homeDir }) => ({ wiki: null, url: `${homeDir}/Contract.git` }),
      ({ wiki, homeDir }) => ({ wiki, url: `${homeDir}/none` }),
    ],
    invalid: { wiki: null, url: '' },
  },
  'sync.pause': {
    valid: [
      inWiki({ name: 'second', isPaused: true }),
      inWiki({ name: null, isPaused: true }),
      inWiki({ name: null, isPaused: false }),
    ],
    invalid: inWikiOf({ name: 5, isPaused: true }),
  },
  'sync.wake': { valid: [inWiki({ reason: 'focus' })], invalid: inWikiOf({ reason: 'boredom' }) },
  'sync.signIn': {
    valid: [inWiki({ remote: 'no-such-place', username: 'a', password: 'b' })],
    invalid: inWikiOf({ remote: 'origin', username: 'a', password: 5 }),
    fails: 'REMOTE_INVALID',
  },
  'sync.signInTo': {
    valid: [() => ({ url: 'https://example.org/w.git', username: 'a', password: 'b' })],
    invalid: { url: 'https://example.org/' },
  },
  'sync.signOut': { valid: [inWiki({ remote: 'origin' })], invalid: noWiki },
  'sync.removeRemote': { valid: [inWiki({ name: 'second' })], invalid: noWiki },
  'parcel.make': {
    valid: [
      ({ wiki, homeDir }) => ({ wiki, dir: homeDir }),
      ({ wiki, homeDir }) => ({ wiki, dir: homeDir, since: 'lastParcel' }),
    ],
    invalid: inWikiOf({ dir: '' }),
  },
  'parcel.open': {
    valid: [({ wiki, homeDir }) => ({ wiki, file: `${homeDir}/none.bundle` })],
    invalid: inWikiOf({ file: 5 }),
  },
  'ask.list': { valid: [nothing], invalid: 5 },
  'ask.answer': {
    valid: [() => ({ id: 'no-such-question', answer: null })],
    invalid: { id: 5, answer: 'x' },
  },
  'choice.list': { valid: [inWiki()], invalid: noWiki },
  'choice.read': { valid: [inWiki({ path: 'Home.md' })], invalid: inWikiOf({ path: 5 }) },
  'choice.settle': {
    valid: [
      ({ wiki, homeBlob }) => ({
        wiki,
        path: 'Home.md',
        decision: { kind: 'text', text: 'x', base: homeBlob, ids: ['0'.repeat(32)] },
      }),
    ],
    invalid: outside({ decision: { kind: 'flip' } }),
  },
  'choice.reopen': {
    valid: [({ wiki, commit }) => ({ wiki, commit })],
    invalid: inWikiOf({ commit: 'HEAD' }),
  },
};

function inWikiOf(more: object): object {
  return { wiki: '0'.repeat(16), ...more };
}
