import { createContext } from 'react';
import type { Scope } from '../../shared/markdown/model/read-page.ts';

/** The definitions of the page being edited, for parsing a part of it. */
export const ScopeContext = createContext<Scope>({ targets: new Map(), definitions: '' });
