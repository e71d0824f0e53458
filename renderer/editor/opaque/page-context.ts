import { createContext } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';

/** The page that previews within it are of: their links and pictures start from there. */
export const PageContext = createContext<{
  readonly wiki: WikiId;
  readonly path: PagePath;
} | null>(null);
