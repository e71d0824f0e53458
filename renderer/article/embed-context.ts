import { createContext, type ReactNode } from 'react';
import type { ResolvedLink } from '../../shared/contract/methods-page.ts';

/** How many pages are shown in place in one that is itself shown in 1, 2 or 3 others: it ends there. */
export const embedsAtDepth = [0, 6, 2, 0] as const;

/** What is shown in place around here, outermost first. */
export const EmbedChain = createContext<readonly string[]>([]);

export type PageLink = Extract<ResolvedLink, { kind: 'page' }>;

/** Shows a whole page; null where there is no room for one, as among words. */
export const EmbedRoom = createContext<((link: PageLink) => ReactNode) | null>(null);
