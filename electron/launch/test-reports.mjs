import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cacheDir } from './root.mjs';

/** Where the runners of tests write what they found, as JSON. */
export const reportsDir = join(cacheDir, 'reports');

const longestMessage = 3_000; // characters of one failure that are told again

/**
 * What a run of Vitest found.
 * @returns `failures` has one text for each failed test: its file, its name, and why it failed
 */
export function vitestReport() {
  const report = read('vitest.json');
  const failures = [];
  for (const file of report?.testResults ?? []) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of failed) {
      failures.push(told(`${file.name} › ${fullName}`, failureMessages.join('\n')));
    }
    if (file.status === 'failed' && failed.length === 0) {
      failures.push(told(file.name, file.message)); // it could not even be loaded
    }
  }
  return { passed: report?.numPassedTests ?? 0, failures };
}

/** What a run of Playwright found; a test that passed only when repeated has failed. */
export function playwrightReport() {
  const report = read('playwright.json');
  const failures = (report?.errors ?? []).map(({ message }) => told('playwright', message));
  const collect = ({ specs = [], suites = [] }) => {
    for (const { file, title, tests } of specs) {
      for (const { status, results } of tests) {
        if (status !== 'unexpected' && status !== 'flaky') continue;
        const errors = results.flatMap((result) => result.errors);
        failures.push(told(`${file} › ${title}`, errors.map(({ message }) => message).join('\n')));
      }
    }
    for (const suite of suites) collect(suite);
  };
  for (const suite of report?.suites ?? []) collect(suite);
  return { passed: report?.stats.expected ?? 0, failures };
}

function told(name, message) {
  return `${name}\n${stripVTControlCharacters(message).slice(0, longestMessage)}`;
}

function read(name) {
  try {
    return JSON.parse(readFileSync(join(reportsDir, name), 'utf8'));
  } catch {
    return null; // the runner broke off before it wrote one
  }
}
