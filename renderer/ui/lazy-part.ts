import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/**
 * A part of a screen that is fetched when it is first shown.
 *
 * @param Instead stands there when it can't be fetched, as after an update of the app: else the screen
 *   around it would go, with what is being written there
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
  Instead: ComponentType<Props>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      return { default: Instead };
    }
  });
}
