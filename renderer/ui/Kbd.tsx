import './Kbd.css';

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);
const macSigns: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' };

/** A shortcut's keys in the words of this system: `Mod+K` is ⌘K on a Mac and Ctrl+K elsewhere, `e` is E. */
export function shortcutKeys(shortcut: string): readonly string[] {
  return shortcut
    .split('+')
    .map((key) => (isMac ? (macSigns[key] ?? key) : key === 'Mod' ? 'Ctrl' : key))
    .map((key) => (key.length === 1 ? key.toUpperCase() : key));
}

export function Kbd({ shortcut }: { readonly shortcut: string }) {
  const keys = shortcutKeys(shortcut);
  return (
    <kbd className="cp-kbd">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </kbd>
  );
}
