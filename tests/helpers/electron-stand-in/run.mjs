#!/usr/bin/env node
/**
 * Stands in for Electron's program in tests: runs the app's built main and preload, unmodified, over
 * a Chromium that it drives through DevTools. Playwright's `_electron.launch` takes it for Electron.
 */
import { register } from 'node:module';
import Module from 'node:module';
import inspector from 'node:inspector';
import { join, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startChromium } from './chromium.mjs';
import { createElectron } from './electron.mjs';

const argument = process.argv.slice(2).find((part) => !part.startsWith('-'));
if (argument === undefined) throw new Error('Name the folder of the app.');
const appDir = resolve(argument);
const { main, version } = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'));

// As Electron has it: the program, then everything that was passed.
process.argv.splice(0, 2, process.argv[1]);

const browser = await startChromium();
const electron = createElectron({ browser, appDir, version });
globalThis.electronStandIn = electron;

register('./hooks.mjs', import.meta.url);
const load = Module._load;
Module._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));

// Playwright says when it is connected, so that it misses no window.
globalThis.__playwright_run = () => electron.app.becomeReady();
inspector.open(0, '127.0.0.1'); // prints the address that Playwright waits for
process.stderr.write(`DevTools listening on ${browser.address}\n`);
await import(pathToFileURL(join(appDir, main)).href);
