// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { matchCommands } from '../../../renderer/app/CommandPalette.tsx';
import { commandOf, registerCommand } from '../../../renderer/app/commands.ts';

let withdrawals: (() => void)[] = [];

function offer(id: string, shortcut: string): void {
  withdrawals.push(registerCommand({ id, title: id, shortcut, run: () => undefined }));
}

/** What a key press on an element leads to. */
function press(key: string, init: KeyboardEventInit = {}, on: Element = document.body) {
  let found: string | undefined;
  const listen = (event: KeyboardEvent) => {
    found = commandOf(event)?.id;
  };
  window.addEventListener('keydown', listen);
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
  window.removeEventListener('keydown', listen);
  return found;
}

beforeEach(() => {
  withdrawals = [];
  document.body.replaceChildren();
});
afterEach(() => {
  for (const withdraw of withdrawals) withdraw();
});

test('a shortcut needs exactly its keys', () => {
  offer('switch', 'Mod+K');
  expect(press('k', { ctrlKey: true })).toBe('switch');
  expect(press('k')).toBeUndefined();
  expect(press('k', { ctrlKey: true, shiftKey: true })).toBeUndefined();
});

test('a letter typed into a text field is no command, Mod with a letter is', () => {
  offer('new', 'n');
  offer('switch', 'Mod+K');
  const field = document.createElement('input');
  document.body.append(field);
  expect(press('n')).toBe('new');
  expect(press('n', {}, field)).toBeUndefined();
  expect(press('k', { ctrlKey: true }, field)).toBe('switch');
});

test('a question mark counts with or without Shift, as keyboards differ', () => {
  offer('help', '?');
  expect(press('?', { shiftKey: true })).toBe('help');
  expect(press('?')).toBe('help');
});

test('letters do nothing while a dialog is open', () => {
  offer('new', 'n');
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  document.body.append(dialog);
  expect(press('n')).toBeUndefined();
});

test('the command offered last wins a shortcut, and gives it back', () => {
  offer('outer', '/');
  const withdraw = registerCommand({
    id: 'inner',
    title: 'inner',
    shortcut: '/',
    run: () => undefined,
  });
  expect(press('/')).toBe('inner');
  withdraw();
  expect(press('/')).toBe('outer');
});

test('the palette finds commands by parts of their words, beginnings first', () => {
  const commands = ['Recent changes', 'Change theme', 'Settings'].map((title) => ({
    id: title,
    title,
    run: () => undefined,
  }));
  const found = (query: string) => matchCommands(commands, query).map(({ title }) => title);
  expect(found('change')).toEqual(['Change theme', 'Recent changes']);
  expect(found('rec cha')).toEqual(['Recent changes']);
  expect(found('')).toHaveLength(3);
});
