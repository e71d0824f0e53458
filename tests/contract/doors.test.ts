import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { methods, type MethodName } from '../../shared/contract/methods.ts';
import type { Envelope } from '../../shared/contract/envelope.ts';
import { commitAll, git, writeFiles } from '../helpers/git-repo.ts';
import type { Door } from '../helpers/doors/door.ts';
import { desktopDoor, directDoor, socketDoor, terminalDoor } from '../helpers/doors/open-doors.ts';
import { cases, type Place } from './cases.ts';

const files = {
  'Home.md': '# Welcome\n\nSee [[Other]], [[Wanted]] and [a folder](Folder/Deep.md). #garden\n',
  'Other.md': 'A page. Welcome back to [[Home]].\n',
  'Folder/Deep.md': 'Deep.\n',
  'Broken.md': new Uint8Array([0xff, 0xfe, 0x41]),
  'x.png': new Uint8Array([0x89, 0x50]),
  'wiki.yaml': 'name: Contract\n',
};
const names = Object.keys(methods) as MethodName[];

let root: string;
const doors: { readonly door: Door; readonly place: Place }[] = [];

async function openPlace(open: (homeDir: string) => Promise<Door>, home: string) {
  const homeDir = join(root, home);
  const wikiDir = join(homeDir, 'wiki');
  cpSync(join(root, 'original'), wikiDir, { recursive: true });
  const door = await open(homeDir);
  const opened = await door.request('wiki.open', { dir: wikiDir });
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  const { summary } = methods['wiki.open'].output
    .transform((value) => (value.kind === 'opened' ? value : never(value)))
    .parse(opened.value);
  const { wiki } = summary;
  await vi.waitFor(
    async () => {
      const state = await door.request('search.state', { wiki });
      expect(state).toMatchObject({ value: { isReady: true } });
    },
    { timeout: 30_000 },
  );
  const homeBlob = git(wikiDir, 'rev-parse', 'HEAD:Home.md');
  const commit = git(wikiDir, 'rev-parse', 'HEAD');
  doors.push({ door, place: { wiki, wikiDir, homeDir, homeBlob, commit } });
}

function never(value: unknown): never {
  throw new Error(`not opened: ${JSON.stringify(value)}`);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'commonplace-contract-'));
  const original = join(root, 'original');
  mkdirSync(original);
  git(original, 'init', '-q', '-b', 'main');
  git(original, 'config', 'user.name', 'Ada Writer');
  git(original, 'config', 'user.email', 'ada@example.org');
  writeFiles(original, files);
  commitAll(original, 'First commit');
  // Of one length, so that nothing in an answer differs but the names themselves.
  await openPlace(directDoor, 'home-a');
  await openPlace(socketDoor, 'home-b');
  await openPlace(terminalDoor, 'home-c');
  await openPlace(desktopDoor, 'home-d');
}, 120_000);

afterAll(async () => {
  for (const { door } of doors) await door.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
});

/** The answer without what must differ: the folder, the wiki's id, times, and ids made from them. */
function comparable(answer: Envelope, place: Place): unknown {
  const text = JSON.stringify(answer)
    .replaceAll(JSON.stringify(place.homeDir).slice(1, -1), '<home>')
    .replaceAll(place.wiki, '<wiki>')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<oid>')
    .replaceAll(/"wiki":"[0-9a-f]{16}"/g, '"wiki":"<another>"')
    // A score weighs a word by all the texts the index has held, of which each door's wiki had its own.
    .replaceAll(/"score":[\d.]+/g, '"score":0')
    // Ids of other commits pack to a byte more or less.
    .replaceAll(/"sizeBytes":\d+/g, '"sizeBytes":0')
    .replaceAll(/\b1[5-9]\d{11}(\.\d+)?\b/g, '0');
  return JSON.parse(text);
}

async function askAll(method: string, input: (place: Place) => unknown) {
  const answers: Envelope[] = [];
  for (const { door, place } of doors) answers.push(await door.request(method, input(place)));
  return answers;
}

function expectSame(answers: readonly Envelope[]): void {
  const [first, ...rest] = answers.map((answer, index) => {
    const place = doors[index]?.place;
    return place === undefined ? null : comparable(answer, place);
  });
  rest.forEach((answer, index) => expect(answer, doors[index + 1]?.door.name).toStrictEqual(first));
}

it('every method of the contract has a case here, and no case is without a method', () => {
  expect(Object.keys(cases).sort()).toEqual([...names].sort());
});

it('a method that does not exist is answered alike through every door', async () => {
  const answers = await askAll('no.such', () => ({}));
  expect(answers[0]).toMatchObject({ ok: false, error: { code: 'UNKNOWN_METHOD' } });
  expectSame(answers);
});

describe.each(Object.entries(cases))('%s', (name, { valid, invalid, isOfHost, fails }) => {
  const method = methods[name as MethodName];
  const schema = 'result' in method ? method.result : method.output;

  it.each(valid.map((input, index) => [index, input] as const))(
    'answers input %i alike through every door, in the shape of its schema',
    async (_index, input) => {
      const answers = await askAll(name, input);
      for (const answer of answers) {
        if (fails !== undefined) expect(answer).toMatchObject({ error: { code: fails } });
        else if (isOfHost === true && !answer.ok)
          expect(answer.error.code).toBe('NOT_SUPPORTED_HERE');
        else {
          expect(answer).toMatchObject({ ok: true });
          if (answer.ok) expect(schema.safeParse(answer.value)).toMatchObject({ success: true });
        }
      }
      if (isOfHost !== true) expectSame(answers);
    },
  );

  it('refuses what does not fit alike through every door', async () => {
    const answers = await askAll(name, () => invalid);
    expect(answers[0]).toMatchObject({ ok: false });
    if (isOfHost !== true || name === 'app.capabilities') {
      expect(answers[0]).toMatchObject({ error: { code: 'BAD_INPUT' } });
      expectSame(answers);
    }
  });
});
