import { joinPath, type LinkResolution } from './link-table.ts';
import { extractLinks, type PageLink } from './links.ts';
import { folderOf, withoutPageExtension, type PagePath } from './page-path.ts';
import { canBeWikilink } from './wikilink.ts';

type Resolve = (from: PagePath, target: string) => LinkResolution;

/** One page before and after a move. */
export interface PageMove {
  readonly from: PagePath;
  readonly to: PagePath;
}

/**
 * Rewrites the links of a page so that after a move they lead where they led before. Only the
 * targets' bytes change; labels, anchors and the way a link is written stay.
 *
 * A link that found the page by its title or alias, and still does, is left as it is.
 *
 * @param page the page that holds `text`, under its name before the move (it may be the moved one)
 * @param before links as they resolve before the move; `after`: as they will
 */
export function retargetLinks(
  text: string,
  page: PagePath,
  move: PageMove,
  before: Resolve,
  after: Resolve,
): string {
  const home = page === move.from ? move.to : page;
  const pieces: string[] = [];
  let copied = 0;
  for (const link of extractLinks(text)) {
    if (link.targetStart < copied) continue;
    const target = newTarget(link, page, home, move, before, after);
    if (target === null) continue;
    pieces.push(text.slice(copied, link.targetStart), target);
    copied = link.targetEnd;
  }
  return copied === 0 ? text : pieces.join('') + text.slice(copied);
}

// The target to write instead; null to leave the link.
function newTarget(
  link: PageLink,
  page: PagePath,
  home: PagePath,
  move: PageMove,
  before: Resolve,
  after: Resolve,
): string | null {
  const was = before(page, plainTarget(link));
  if (was.kind === 'missing') return null;
  const goal: string = was.path === move.from ? move.to : was.path;
  const is = after(home, plainTarget(link));
  const stillLeads = is.kind === was.kind && is.path === goal;
  const isMoved = goal !== was.path;
  const isWiki = link.kind === 'wikilink' || link.kind === 'embed';
  const isLost = !isWiki && leadsTo(page, link, was.path) && !leadsTo(home, link, goal);
  if (
    stillLeads &&
    !isLost &&
    (!isMoved || (is.kind === 'page' && was.kind === 'page' && is.via === was.via))
  )
    return null;
  const anchor = was.kind === 'page' ? anchorOf(link.target, was.anchor) : '';
  const forms = isWiki ? wikilinkTargets(link, was, goal) : markdownTargets(link, home, goal);
  const written = forms.find((target) => {
    if (isWiki && !canBeWikilink(target + anchor, null)) return false;
    const result = after(home, target);
    return result.kind === was.kind && result.path === goal && !isAmbiguous(result);
  });
  if (written === undefined || written + anchor === link.target) return null;
  return written + anchor;
}

// Other readers of markdown know only one meaning: the path from the page's folder.
function leadsTo(page: PagePath, link: PageLink, goal: string): boolean {
  const [path = ''] = plainTarget(link).split('#');
  const joined = path.startsWith('/') ? null : joinPath(folderOf(page), unescaped(path));
  return joined === goal || joined === withoutPageExtension(goal);
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a `%` that encodes nothing
  }
}

function isAmbiguous(result: LinkResolution): boolean {
  return result.kind === 'page' && result.candidates.length > 0;
}

function plainTarget({ kind, target }: PageLink): string {
  if (kind === 'wikilink' || kind === 'embed') return target;
  return target.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&');
}

// The bytes from `#` on, as written.
function anchorOf(target: string, anchor: string): string {
  const hash = anchor === '' ? -1 : target.lastIndexOf('#');
  return hash === -1 ? '' : target.slice(target.indexOf('#'));
}

// What the link may become, the form that is nearest to how it was written first.
function wikilinkTargets(link: PageLink, was: LinkResolution, goal: string): string[] {
  const bare = was.kind === 'file' ? fileName(goal) : fileName(withoutPageExtension(goal));
  const path = was.kind === 'file' ? goal : withoutPageExtension(goal);
  const hasExtension = /\.(?:md|markdown)(?:#|$)/i.test(link.target);
  const forms = link.target.includes('/') ? [path, `/${path}`, bare] : [bare, path, `/${path}`];
  return hasExtension && was.kind === 'page' ? [goal, ...forms] : forms;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function markdownTargets(link: PageLink, home: PagePath, goal: string): string[] {
  const keepsExtension = /\.[a-z0-9]{1,8}(?:#|$)/i.test(link.target);
  const path = keepsExtension ? goal : withoutPageExtension(goal);
  const relative = relativePath(folderOf(home), path);
  const dotted = relative.startsWith('.') ? relative : `./${relative}`;
  const rooted = `/${path}`;
  const forms = link.target.startsWith('/')
    ? [rooted, relative, dotted]
    : link.target.startsWith('./')
      ? [dotted, rooted]
      : [relative, dotted, rooted];
  return forms.map(encodeTarget);
}

/** The way from a folder to a path, both from the root. */
function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  const way = [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
  // A first segment such as `a:b` would read as a scheme.
  return /^[^/]*:/.test(way) ? `./${way}` : way;
}

function encodeTarget(path: string): string {
  return path.replace(/[\s%()<>\\#?"*`[\]]/g, (character) =>
    /[()*]/.test(character)
      ? `%${character.charCodeAt(0).toString(16).toUpperCase()}`
      : encodeURIComponent(character),
  );
}
