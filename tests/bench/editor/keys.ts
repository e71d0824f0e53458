import type { CDPSession, Page } from '@playwright/test';

/** What pressing keys cost, in milliseconds. */
export interface KeyTimes {
  /** From the key to the frame that shows it. */
  readonly waits: readonly number[];
  /** Of the page's main thread, for each key: what counts on a machine that others use too. */
  readonly cpu: number;
}

// Between two keys of somebody who types fast.
const pauseMs = 60;

/** Has the page note how long each key waits for its frame. Call it once for each document. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const waits: number[] = [];
    Object.assign(window, { benchWaits: waits });
    window.addEventListener(
      'keydown',
      (event) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          waits.push(performance.now() - event.timeStamp);
          port1.close();
        };
        requestAnimationFrame(() => port2.postMessage(0));
      },
      { capture: true },
    );
  });
}

async function cpuOf(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** The processor's time of the page's thread, whatever else the machine does. */
export async function watchCpu(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return cdp;
}

export async function pressKeys(
  page: Page,
  cdp: CDPSession,
  keys: readonly string[],
): Promise<KeyTimes> {
  await page.evaluate(() => {
    const waits: unknown = Reflect.get(window, 'benchWaits');
    if (Array.isArray(waits)) waits.length = 0;
  });
  const before = await cpuOf(cdp);
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(pauseMs);
  }
  const cpu = ((await cpuOf(cdp)) - before) / keys.length;
  const waits = await page.evaluate(() => {
    const noted: unknown = Reflect.get(window, 'benchWaits');
    return Array.isArray(noted) ? noted.map(Number) : [];
  });
  return { waits, cpu };
}

/** What the page's objects take, in MB, with the dead ones gone. */
export async function heapMb(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize / 1e6;
}
