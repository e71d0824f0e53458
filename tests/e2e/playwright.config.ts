import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../helpers/chromium.ts';

const jsonFile = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'];

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../node_modules/.cache/commonplace/playwright',
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: jsonFile === undefined ? 'list' : [['list'], ['json', { outputFile: jsonFile }]],
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    viewport: { width: 1200, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] },
  },
});
