// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { currentCommands } from '../../../renderer/app/commands.ts';
import { ApiProvider } from '../../../renderer/client/ApiProvider.tsx';
import type { Api } from '../../../renderer/client/api.ts';
import { AuthorProvider } from '../../../renderer/client/AuthorDialog.tsx';
import { PageScreen } from '../../../renderer/page/PageScreen.tsx';
import { TooltipProvider } from '../../../renderer/ui/Tooltip.tsx';
import { oid, wikiId } from '../../../shared/contract/values.ts';
import { renderMarkdown } from '../../../shared/markdown/render.ts';
import { toPagePath, type PagePath } from '../../../shared/wiki/page-path.ts';

const wiki = wikiId.parse('0123456789abcdef');
const blob = oid.parse('b'.repeat(40));

function at(path: string): PagePath {
  const page = toPagePath(path);
  if (page === null) throw new Error(path);
  return page;
}
const path = at('Folder/The page.md');
const change = {
  commit: blob,
  author: { name: 'Ana', email: 'a@b' },
  dateMs: 0,
  summary: 'Edit',
  path,
  blob,
};
const page = (text: string) => ({
  kind: 'page',
  path,
  title: 'The page',
  text,
  blob,
  lastChange: change,
  isRecorded: true,
  draft: null,
});

/** Renders where it stands; the real worker runs the same function. */
class InlineWorker extends EventTarget {
  postMessage({ id, text, title }: { id: number; text: string; title: string }): void {
    queueMicrotask(() =>
      this.dispatchEvent(
        new MessageEvent('message', { data: { id, outcome: renderMarkdown(text, { title }) } }),
      ),
    );
  }
  terminate(): void {
    // Nothing to stop.
  }
}

let root: Root;
const asked: { method: string; input: unknown }[] = [];
let answers: Record<string, unknown> = {};

function resolved(target: string) {
  if (/missing/i.test(target)) return { kind: 'missing', target, path: 'Folder/missing.md' };
  if (target.endsWith('.png')) return { kind: 'file', target, path: 'files/a b.png' };
  return {
    kind: 'page',
    target,
    path: 'Other.md',
    title: 'Other',
    anchor: target.split('#')[1] ?? '',
  };
}

async function show(read: unknown, more: Record<string, unknown> = {}): Promise<HTMLElement> {
  answers = {
    'page.read': read,
    'page.backlinks': { isReady: true, backlinks: [] },
    'app.settings': {
      theme: 'system',
      sidebar: true,
      outline: true,
      loadRemoteImages: false,
      spellcheck: true,
    },
    'app.capabilities': { canOpenExternal: true, canShowInFolder: false },
    'wiki.summary': { dir: '/wiki' },
    'app.openExternal': {},
    'draft.discard': {},
    ...more,
  };
  const api = {
    request: (method: string, input: { targets?: string[] }) => {
      asked.push({ method, input });
      if (method === 'page.resolveLinks' && answers[method] === undefined) {
        return Promise.resolve({ links: (input.targets ?? []).map(resolved) });
      }
      return Promise.resolve(answers[method]);
    },
    onEvent: () => () => undefined,
    onReconnect: () => () => undefined,
    assetUrl: (_wiki: string, file: string) => `/asset/${encodeURI(file)}`,
    runJob: () => Promise.reject(new Error('no jobs here')),
  } as unknown as Api;
  const host = document.createElement('main');
  document.body.append(host);
  root = createRoot(host);
  await act(async () => {
    root.render(
      <ApiProvider api={api}>
        <AuthorProvider>
          <TooltipProvider>
            <PageScreen wiki={wiki} path={path} anchor="" />
          </TooltipProvider>
        </AuthorProvider>
      </ApiProvider>,
    );
    await Promise.resolve();
  });
  await vi.waitFor(() => act(() => expect(host.querySelector('.cp-skeleton')).toBeNull()));
  return host;
}

/** Waits until links have their answers. */
async function settled(host: HTMLElement): Promise<HTMLElement> {
  await vi.waitFor(() => act(() => expect(host.querySelector('.cp-link-waiting')).toBeNull()));
  return host;
}

function named(host: ParentNode, selector: string, words: string): HTMLElement {
  const found = [...host.querySelectorAll<HTMLElement>(selector)].find((element) =>
    element.textContent.includes(words),
  );
  if (found === undefined) throw new Error(`no ${selector} with ${words}`);
  return found;
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('Worker', InlineWorker);
  Element.prototype.scrollIntoView = () => undefined;
  window.location.hash = '#/';
  asked.length = 0;
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('a page', () => {
  test('each heading leads to its section in the editor', async () => {
    const host = await show(page('# The page\n\n## Beds\n\nWords.\n'));
    const pen = host.querySelector('article h2 [aria-label="Edit this section"]');
    expect(pen?.getAttribute('href')).toMatch(/\/edit\/Folder\/The%20page\.md\?anchor=beds$/);
  });

  test('the key that finds is left to a browser, which has its own, and taken on the desktop', async () => {
    const keyOf = async (host: string) => {
      await show(page('Words.\n'), { 'app.capabilities': { host } });
      const key = currentCommands().find(({ id }) => id === 'page.find')?.shortcut;
      act(() => root.unmount());
      return key;
    };
    expect(await keyOf('desktop')).toBe('Mod+F');
    expect(await keyOf('browser')).toBeUndefined();
    await show(page('Words.\n'));
  });

  test('is shown with title, folders, its last change and its text', async () => {
    const host = await show(page('# The page\n\nSome *words*.\n'));
    expect(host.querySelector('h1')?.textContent).toBe('The page');
    expect(host.querySelectorAll('h1')).toHaveLength(1);
    expect(host.querySelector('.cp-breadcrumbs')?.textContent).toBe('Folder');
    expect(host.querySelector('.cp-page-change')?.textContent).toMatch(/^Changed .* by Ana$/);
    expect(host.querySelector('article')?.textContent.trim()).toBe('Some words.');
  });

  test('links lead to pages, and a missing one says so in words', async () => {
    const host = await settled(await show(page('[[Other#Part]] and [[Missing]]')));
    expect(named(host, 'article a', 'Other').getAttribute('href')).toBe(
      '#/w/0123456789abcdef/page/Other.md?anchor=Part',
    );
    const red = named(host, 'article a', 'Missing');
    expect(red.className).toBe('cp-link-missing');
    expect(red.textContent).toContain('no such page yet');
    expect(red.getAttribute('href')).toContain('/page/Folder/missing.md');
  });

  test('a link to another site is opened by the host, not here', async () => {
    const host = await show(page('[site](https://example.org/x)'));
    const link = named(host, 'article a', 'site');
    expect(link.getAttribute('rel')).toContain('noreferrer');
    await vi.waitFor(() =>
      expect(asked.some(({ method }) => method === 'app.capabilities')).toBe(true),
    );
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    await act(async () => {
      link.dispatchEvent(click);
      await Promise.resolve();
    });
    expect(click.defaultPrevented).toBe(true);
    expect(asked).toContainEqual({
      method: 'app.openExternal',
      input: { url: 'https://example.org/x' },
    });
  });

  test('a picture of the wiki is loaded, one from elsewhere only when asked for', async () => {
    const host = await show(page('![[a b.png]]\n\n![cat](https://far.example/cat.png)'));
    await vi.waitFor(() =>
      act(() =>
        expect(host.querySelector('img')?.getAttribute('src')).toBe('/asset/files/a%20b.png'),
      ),
    );
    expect(host.querySelectorAll('img')).toHaveLength(1);
    const button = named(host, 'button', 'far.example');
    expect(button.textContent).toContain('cat');
    act(() => button.click());
    expect(host.querySelector('img[src^="https://far.example"]')).not.toBeNull();
  });

  test('properties are listed, and broken ones are shown with the reason', async () => {
    const host = await show(page('---\nlicence: CC0\ntags: [one]\n---\ntext'));
    expect(host.querySelector('.cp-properties dl')?.textContent).toBe('licenceCC0tags#one');
    act(() => root.unmount());
    const broken = await show(page('---\na: "\n---\ntext'));
    expect(broken.textContent).toContain("can't be read");
    expect(broken.querySelector('.cp-properties-raw')?.textContent).toContain('a: "');
  });

  test('one that is nested too deep is shown as source', async () => {
    const host = await show(page(`${'>'.repeat(3000)} deep`));
    expect(host.textContent).toContain('nested too deep');
    expect(host.querySelector('.cp-page-source')?.textContent).toContain('deep');
  });

  test('unsaved text is offered for editing', async () => {
    const host = await show({
      ...page('x'),
      draft: { path, text: 'y', base: null, savedMs: 0, whenLeft: 'keep' },
    });
    expect(named(host, 'a', 'Continue editing').getAttribute('href')).toContain('/edit/Folder/');
    expect(named(host, 'button', 'Discard')).toBeDefined();
  });

  test('a redirecting page leads on', async () => {
    await show(page('---\nredirect: Other\n---\n'));
    await vi.waitFor(() => expect(window.location.hash).toContain('/page/Other.md'));
  });

  test('nothing a hostile page holds becomes an element of its choosing', async () => {
    const host = await show(
      page(
        '<script>alert(1)</script><img src=x onerror=alert(1)><form id=f><svg onload=alert(1)>[x](javascript:alert(1))',
      ),
    );
    for (const element of host.querySelectorAll('article *')) {
      expect(element.tagName).not.toMatch(/^(?:script|form|iframe|style|object)$/i);
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on/);
        expect(value).not.toMatch(/^javascript:/i);
      }
    }
  });
});

describe('where no page is', () => {
  const missing = { kind: 'missing', path, movedTo: null, similar: [], draft: null, deleted: null };

  test('it can be written, and similar pages are named', async () => {
    const host = await show({ ...missing, similar: [{ path: at('Pages.md'), title: 'Pages' }] });
    expect(host.textContent).toContain('“The page” does not exist yet');
    expect(named(host, 'a', 'Write this page').getAttribute('href')).toContain('/edit/Folder/');
    expect(named(host, 'a', 'Pages')).toBeDefined();
  });

  test('a deleted page names who deleted it and leads to its history', async () => {
    const host = await show({ ...missing, deleted: change });
    expect(host.textContent).toContain('By Ana');
    expect(named(host, 'a', 'history').getAttribute('href')).toContain('/history/Folder/');
  });

  test('a moved page is followed', async () => {
    await show({ ...missing, movedTo: at('New.md') });
    await vi.waitFor(() => expect(window.location.hash).toContain('/page/New.md'));
  });

  test('a file that is no text shows the reason and an excerpt', async () => {
    const host = await show({
      kind: 'unreadable',
      path,
      reason: 'notText',
      message: 'This file is not text.',
      sizeBytes: 10,
      excerpt: 'abc',
    });
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('This file is not text.');
    expect(host.querySelector('.cp-page-source')?.textContent).toBe('abc');
  });
});
