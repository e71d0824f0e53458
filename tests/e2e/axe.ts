import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

type Theme = 'light' | 'dark';

/**
 * What is on the screen is sound to assistive software, looked at when colours that fade
 * from one theme to the other have arrived.
 */
export async function expectAxeClean(
  page: Page,
  themes: readonly Theme[] = ['light', 'dark'],
): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await animationsToEnd(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations, colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/**
 * Ends what moves or fades, and what that sets off within: to wait for it would be to wait for frames,
 * which a page behind another is given none of. What never ends, as a spinner, goes on.
 */
async function animationsToEnd(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = () =>
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .filter(({ playState }) => playState !== 'finished');
    for (let now = ending(); now.length > 0; now = ending())
      for (const animation of now) animation.finish();
  });
}
