import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { desktopProgram, startDesktop } from '../helpers/desktop-app.ts';

test('dictionaries are fetched for a language only once the person says so', async () => {
  test.skip(desktopProgram === 'Electron', 'Electron keeps no record');
  test.skip(process.platform === 'darwin', 'macOS has its own');
  const homeDir = await mkdtemp(join(tmpdir(), 'commonplace-spelling-'));
  const start = async () => {
    const started = await startDesktop({ homeDir });
    const { webPreferences } = await started.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const read = Reflect.get(contents ?? {}, 'getLastWebPreferences') as () => unknown;
      return { webPreferences: read.call(contents) };
    });
    const ask = (method: string, input: unknown) =>
      started.page.evaluate(
        ([name, value]) => window.commonplace?.request(String(name), value),
        [method, input],
      );
    expect(await ask('app.setSpelling', { languages: ['de-AT', 'xx'] })).toMatchObject({
      ok: true,
    });
    await ask('app.updateSettings', { fetchDictionaries: true });
    const spelling = await started.app.evaluate(({ standIn }) => standIn.spelling);
    await started.stop();
    return { webPreferences, spelling };
  };
  expect(await start()).toMatchObject({ webPreferences: { spellcheck: false }, spelling: null });
  expect(await start()).toMatchObject({ webPreferences: { spellcheck: true }, spelling: ['de'] });
  await rm(homeDir, { recursive: true, force: true });
});
