import { splitFrontmatter } from './frontmatter.ts';
import { scanBlocks } from './scan-blocks.ts';
import { scanLinks, type FoundLink } from './scan-inlines.ts';

/** A link from a page to something of the wiki. */
export interface PageLink extends FoundLink {
  /** Counted from 1, frontmatter included. */
  readonly line: number;
}

/** Whether a markdown destination leaves the wiki: it names a scheme or a host. */
export function isExternal(destination: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\|\/\\|\\\/)/i.test(destination.trim());
}

/**
 * A page's links into the wiki, in order: wikilinks, embeds, relative markdown links and pictures,
 * and reference definitions. Links within the page itself (`#heading`) and to other sites are left out,
 * and so is whatever stands in code, comments and raw HTML.
 *
 * @param text the whole page, frontmatter included
 */
export function extractLinks(text: string): PageLink[] {
  const links: PageLink[] = [];
  if (!text.includes('[')) return links;
  scanBlocks(text, splitFrontmatter(text).bodyOffset, {
    onText(start, end, line) {
      const first = text.indexOf('[', start);
      if (first === -1 || first >= end) return;
      let counted = start;
      let current = line;
      scanLinks(text, start, end, (link) => {
        if (!isPageTarget(link)) return;
        for (let at = text.indexOf('\n', counted); at !== -1 && at < link.start;) {
          current += 1;
          counted = at + 1;
          at = text.indexOf('\n', counted);
        }
        links.push({ ...link, line: current });
      });
    },
  });
  return links;
}

function isPageTarget({ kind, target }: FoundLink): boolean {
  if (target === '' || target.startsWith('#')) return false;
  return kind === 'wikilink' || kind === 'embed' || !isExternal(target);
}
