import { lazyPart } from '../../ui/lazy-part.ts';

/** `OpaquePreview`, fetched with the first block that has one. */
export const LazyPreview = lazyPart(
  async () => (await import('./OpaquePreview.tsx')).OpaquePreview,
  ({ source }: { readonly source: string }) => <pre dir="auto">{source}</pre>,
);
