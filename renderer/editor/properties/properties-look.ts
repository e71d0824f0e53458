import { createContext } from 'react';
import type { PropertyKind } from './known-properties.ts';

/** A property that has a name, but no value yet. */
export interface Pending {
  readonly key: string;
  readonly kind: PropertyKind;
}

/** How the properties are shown, and what is begun there and not yet a part of the page. */
export interface PropertiesLook {
  /** Null: nobody chose yet. */
  readonly isOpen: boolean | null;
  readonly view: 'form' | 'source' | null;
  /** In sight before they have a value, and while their value is taken away to be written anew. */
  readonly pending: readonly Pending[];
  /** A property of the person's own that is being named. */
  readonly naming: { readonly name: string; readonly kind: PropertyKind } | null;
}

export const firstLook: PropertiesLook = { isOpen: null, view: null, pending: [], naming: null };

/** Kept beside the editors, so that it outlives the way to the markdown source and back. */
export const PropertiesLookContext = createContext<{
  readonly look: PropertiesLook;
  readonly onLook: (change: (before: PropertiesLook) => PropertiesLook) => void;
}>({ look: firstLook, onLook: () => {} });
