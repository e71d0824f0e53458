import { useEffect, useRef } from 'react';

/** Something a person can do from anywhere by keyboard or palette. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** `Mod+K`, `Mod+Shift+P`, or one character (`e`, `?`), which works outside text fields only. */
  readonly shortcut?: string;
  readonly run: () => void;
}

let commands: readonly Command[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Command[]): void {
  commands = next;
  for (const listener of listeners) listener();
}

/** Offers a command; returns its withdrawal. A later command wins a shortcut over an earlier one. */
export function registerCommand(command: Command): () => void {
  change([...commands, command]);
  return () => change(commands.filter((other) => other !== command));
}

/** Offers commands while the component is mounted. They may be new objects on each render. */
export function useCommands(offered: readonly Command[]): void {
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  const shape = JSON.stringify(offered.map(({ id, title, shortcut }) => ({ id, title, shortcut })));
  useEffect(() => {
    const withdrawals = latest.current.map((command) =>
      registerCommand({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      }),
    );
    return () => {
      for (const withdraw of withdrawals) withdraw();
    };
  }, [shape]);
}

/** The commands on offer now, the same array until they change. */
export function currentCommands(): readonly Command[] {
  return commands;
}

export function onCommandsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[contenteditable="true"]') !== null) return true;
  if (target instanceof HTMLInputElement) {
    return !['button', 'checkbox', 'radio', 'range', 'submit'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function fits(shortcut: string, event: KeyboardEvent): boolean {
  const keys = shortcut.split('+');
  const key = keys.at(-1) ?? '';
  const isModPressed = isMac ? event.metaKey : event.ctrlKey;
  const isOtherPressed = isMac ? event.ctrlKey : event.metaKey;
  if (isModPressed !== keys.includes('Mod') || isOtherPressed) return false;
  if (event.altKey !== keys.includes('Alt')) return false;
  // A character such as `?` needs Shift on one keyboard and none on another: the character decides.
  const isCharacter = keys.length === 1 && key.length === 1;
  if (!isCharacter && event.shiftKey !== keys.includes('Shift')) return false;
  if (isCharacter && /[a-z]/i.test(key) && event.shiftKey) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** The command of a key press, if it is one; letters typed into a text field never are. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.defaultPrevented || event.isComposing) return null;
  const command = commands.findLast(
    ({ shortcut }) => shortcut !== undefined && fits(shortcut, event),
  );
  if (command?.shortcut === undefined) return null;
  const isPlain = !/^(Mod|Alt)\+/.test(command.shortcut);
  if (!isPlain) return command;
  if (isTextField(event.target)) return null;
  // A dialog owns the keyboard while it is open.
  return document.querySelector('[role="dialog"], [role="menu"]') === null ? command : null;
}
