import type { Colours } from './diagram-answer.ts';

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

export function isDarkNow(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? darkSystem.matches : chosen === 'dark';
}

/** The theme's colours as they are now, for a document that has no part in our styles. */
export function coloursNow(): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--color-${name})`;
    return getComputedStyle(probe).color;
  };
  probe.style.fontFamily = 'var(--font-ui)';
  const colours: Colours = {
    page: colour('page'),
    surface: colour('surface'),
    sunken: colour('sunken'),
    accentSoft: colour('accent-soft'),
    text: colour('text'),
    soft: colour('text-soft'),
    border: colour('border-strong'),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return colours;
}

export function onThemeChange(listen: () => void): () => void {
  const observer = new MutationObserver(listen);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  darkSystem.addEventListener('change', listen);
  return () => {
    observer.disconnect();
    darkSystem.removeEventListener('change', listen);
  };
}
