import { $getRoot, $getState, $setState, createState } from 'lexical';

const frontmatterState = createState('frontmatter', {
  parse: (value) => (typeof value === 'string' ? value : ''),
});

/**
 * The page's frontmatter with its fences. It is a part of the editor's state, so that undo, drafts and
 * the way to the source know it like any other text.
 */
export function $frontmatter(): string {
  return $getState($getRoot(), frontmatterState);
}

/** The same frontmatter again is no change, and no step for undo. */
export function $setFrontmatter(frontmatter: string): void {
  if (frontmatter === $frontmatter()) return;
  $setState($getRoot(), frontmatterState, frontmatter);
}
