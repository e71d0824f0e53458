import type { CDPSession, Page } from '@playwright/test';
import { heapMb, type KeyTimes, pressKeys, watchCpu } from './keys.ts';
import { type BenchText, shortText } from './texts.ts';

/** What one editor took for one text. */
export interface Figures {
  readonly firstPaintMs: number;
  /** Until it can be written in. */
  readonly wholeMs: number;
  readonly typing: KeyTimes;
  readonly enter: KeyTimes;
  readonly backspace: KeyTimes;
  readonly heapMb: number;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const allKeys = (rounds: readonly KeyTimes[]): KeyTimes => ({
  waits: rounds.flatMap(({ waits }) => waits),
  cpu: median(rounds.map(({ cpu }) => cpu)),
});

/** All keys of several rounds; of what each round has once, the one in the middle. */
export function together(rounds: readonly Figures[]): Figures {
  const middle = (of: (figures: Figures) => number) => median(rounds.map(of));
  return {
    firstPaintMs: middle(({ firstPaintMs }) => firstPaintMs),
    wholeMs: middle(({ wholeMs }) => wholeMs),
    typing: allKeys(rounds.map(({ typing }) => typing)),
    enter: allKeys(rounds.map(({ enter }) => enter)),
    backspace: allKeys(rounds.map(({ backspace }) => backspace)),
    heapMb: middle((figures) => figures.heapMb),
  };
}

// Both go on reading the text for a while.
const restMs = 1500;

const typedKeys = Array.from(
  'and so it grows on and on in every bed of this garden, and all of it',
  (key) => (key === ' ' ? 'Space' : key),
);
// As many as fit in sight: what a scroll costs is another question.
const enters = Array.from({ length: 10 }, () => 'Enter');
const backspaces = Array.from({ length: 20 }, () => 'Backspace');

async function pressAll(
  page: Page,
  cdp: CDPSession,
): Promise<Pick<Figures, 'typing' | 'enter' | 'backspace'>> {
  // The first keys find nothing compiled yet.
  await pressKeys(page, cdp, ['a', 'b', 'Backspace']);
  const typing = await pressKeys(page, cdp, typedKeys);
  const enter: KeyTimes[] = [];
  const backspace: KeyTimes[] = [];
  for (let round = 0; round < 3; round += 1) {
    enter.push(await pressKeys(page, cdp, enters));
    backspace.push(await pressKeys(page, cdp, backspaces));
  }
  return { typing, enter: allKeys(enter), backspace: allKeys(backspace) };
}

/** Opens a page of the wiki in our editor, from where it is read, and writes in its middle. */
export async function measureOurs(page: Page, wiki: string, path: string): Promise<Figures> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/w/${wiki}/page/Home.md`);
  await page.getByText('Start here.').waitFor();
  const base = await heapMb(page);
  const [firstPaintMs, wholeMs] = await openOurs(page, wiki, path);
  await page.waitForTimeout(restMs);
  const heap = (await heapMb(page)) - base;
  await goToMiddle(page);
  const cdp = await watchCpu(page);
  const pressed = await pressAll(page, cdp);
  await cdp.detach();
  return { firstPaintMs, wholeMs, heapMb: heap, ...pressed };
}

async function openOurs(
  page: Page,
  wiki: string,
  path: string,
): Promise<readonly [firstPaintMs: number, wholeMs: number]> {
  return page.evaluate(
    async (hash) => {
      const frame = () =>
        new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const start = performance.now();
      window.location.hash = hash;
      const text = () => document.querySelector('[aria-label="Page text"]');
      while ((text()?.textContent ?? '').length < 100) await frame();
      const first = performance.now() - start;
      // Its beginning alone can be looked at, and not written in.
      while (text()?.closest('[inert]') !== null || document.activeElement !== text())
        await frame();
      return [first, performance.now() - start] as const;
    },
    `#/w/${wiki}/edit/${encodeURIComponent(path)}`,
  );
}

/** Scrolls to the middle of the page and puts the caret into the text there, as a click does. */
async function goToMiddle(page: Page): Promise<void> {
  const point = await page.evaluate(async (rest) => {
    const root = document.querySelector('[aria-label="Page text"]');
    const scroller = root?.closest('.cp-shell-main');
    if (!root || !scroller) throw new Error('no text');
    // What is out of sight is guessed at, and put there as it comes near.
    for (let round = 0; round < 5; round += 1) {
      scroller.scrollTop = scroller.scrollHeight / 2;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
    await new Promise((resolve) => setTimeout(resolve, rest));
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
      (node.textContent ?? '').trim().length > 4 && node.parentElement?.closest('a') === null
        ? NodeFilter.FILTER_ACCEPT
        : NodeFilter.FILTER_SKIP,
    );
    while (walker.nextNode() !== null) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getClientRects()[0];
      if (box === undefined || box.top < window.innerHeight / 2) continue;
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }
    throw new Error('no text in the middle');
  }, restMs);
  await page.mouse.click(point.x, point.y);
  await page.waitForTimeout(200);
}

/** Opens a text in CodeMirror on a page of its own, where a short one was before, and writes in its middle. */
export async function measurePeer(page: Page, { text }: BenchText): Promise<Figures> {
  await page.evaluate((words) => window.benchPeer.open(words), shortText);
  const base = await heapMb(page);
  const firstPaintMs = await page.evaluate((words) => window.benchPeer.open(words), text);
  await page.waitForTimeout(restMs);
  const heap = (await heapMb(page)) - base;
  await page.evaluate(() => window.benchPeer.goToMiddle());
  await page.waitForTimeout(500);
  const cdp = await watchCpu(page);
  const pressed = await pressAll(page, cdp);
  await cdp.detach();
  return { firstPaintMs, wholeMs: firstPaintMs, heapMb: heap, ...pressed };
}

/** Milliseconds until a page too long for formatted text is drawn as its source. */
export async function openHuge(page: Page, wiki: string, path: string): Promise<number> {
  return page.evaluate(
    async (hash) => {
      const frame = () =>
        new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const start = performance.now();
      window.location.hash = hash;
      while ((document.querySelector('.cm-content')?.textContent ?? '').length < 100) await frame();
      return performance.now() - start;
    },
    `#/w/${wiki}/edit/${encodeURIComponent(path)}`,
  );
}
