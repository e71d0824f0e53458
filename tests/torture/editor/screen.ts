import { JSDOM } from 'jsdom';

/**
 * Gives this process what the editor's own code asks of a browser: a parser of HTML, key and clipboard
 * events. Import nothing of the editor before.
 */
export function standInForScreen(): void {
  const { window } = new JSDOM('<!doctype html><html><body></body></html>', {
    url: 'http://127.0.0.1:1/',
  });
  const { document, navigator, DOMParser, Event, KeyboardEvent, MouseEvent, Node } = window;
  const { Element, HTMLElement, DocumentFragment, InputEvent, Text } = window;
  const all = { window, document, navigator, DOMParser, Event, KeyboardEvent, MouseEvent, Node };
  for (const [name, value] of Object.entries({
    ...all,
    ...{ Element, HTMLElement, DocumentFragment, InputEvent, Text },
  })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
