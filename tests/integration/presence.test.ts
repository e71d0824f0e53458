import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { joinPresence } from '../../electron/storage/presence.ts';
import { makeTempDir } from '../helpers/git-repo.ts';

const other = (more: object) =>
  JSON.stringify({
    program: 'desktop',
    pid: 1,
    host: hostname(),
    sinceMs: 5,
    start: '',
    ...more,
  });

async function joined(folder: string) {
  const presence = await joinPresence(folder, 'browser');
  onTestFinished(() => presence.leave());
  return presence;
}

describe('who has a wiki open', () => {
  test('is this program, until it leaves', async () => {
    const folder = join(makeTempDir(), 'presence');
    const presence = await joined(folder);
    expect(await presence.holders()).toEqual([
      {
        program: 'browser',
        pid: process.pid,
        host: hostname(),
        sinceMs: expect.any(Number) as number,
        isThis: true,
      },
    ]);
    await presence.leave();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is every other that runs, the earliest first', async () => {
    const folder = makeTempDir();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    writeFileSync(join(folder, 'other.json'), other({ pid: child.pid }));
    const presence = await joined(folder);
    expect((await presence.holders()).map(({ program, isThis }) => ({ program, isThis }))).toEqual([
      { program: 'desktop', isThis: false },
      { program: 'browser', isThis: true },
    ]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await presence.holders()).toHaveLength(1);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.skipIf(process.platform !== 'linux')(
    'is not a process that was given the number of one that died',
    async () => {
      const folder = makeTempDir();
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
      onTestFinished(() => void child.kill('SIGKILL'));
      writeFileSync(join(folder, 'other.json'), other({ pid: child.pid, start: '1' }));
      expect(await (await joined(folder)).holders()).toHaveLength(1);
    },
  );

  test('is not a thread of this process that died', async () => {
    const folder = makeTempDir();
    writeFileSync(join(folder, 'other.json'), other({ pid: process.pid }));
    expect(await (await joined(folder)).holders()).toHaveLength(1);
  });

  test('is a program of another machine while it says so', async () => {
    const folder = makeTempDir();
    const file = join(folder, 'other.json');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, other({ host: 'elsewhere', pid }));
    const presence = await joined(folder);
    expect(await presence.holders()).toHaveLength(2);
    const longAgo = Date.now() / 1000 - 6 * 60;
    utimesSync(file, longAgo, longAgo);
    expect(await presence.holders()).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toContain('elsewhere');
  });

  test('is nobody whose file says nothing of use', async () => {
    const folder = makeTempDir();
    mkdirSync(join(folder, 'folder.json'));
    writeFileSync(join(folder, 'half.json'), '{"pid": 1');
    writeFileSync(join(folder, 'odd.json'), other({ pid: -1 }));
    writeFileSync(join(folder, 'note.txt'), 'x');
    expect(await (await joined(folder)).holders()).toHaveLength(1);
  });
});
